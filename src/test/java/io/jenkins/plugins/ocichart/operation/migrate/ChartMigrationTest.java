package io.jenkins.plugins.ocichart.operation.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.ChartArchiveBuilder;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.RegistryContent;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.operation.ChildJvm;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.migrate.MigratedChart.Outcome;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.simulator.ChartSite;
import io.jenkins.plugins.ocichart.simulator.RecordingRegistry;
import io.jenkins.plugins.ocichart.simulator.ShortWaits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a classic repository whose index real Helm made to real registries; what must be there real Helm says, too. */
@ExtendWith(ShortWaits.class)
class ChartMigrationTest {
    @TempDir
    private Path dir;

    @Started
    private ChartSite site;

    @Started("startVersion3")
    private DockerRegistry registry;

    @AutoClose
    private RecordingRegistry proxy;

    private Path charts;

    @BeforeEach
    void serve() throws Exception {
        charts = Files.createDirectories(dir.resolve("site/charts"));
        site.serving(dir.resolve("site"));
        proxy = RecordingRegistry.inFrontOf(registry.host());
        for (String version : List.of("1.0.0", "1.2.0", "1.10.0", "2.0.0-rc.1", "2.0.0+b.7")) {
            ChartTar.write(charts, "web", version);
        }
        ChartTar.write(charts, "db", "1.0.0");
    }

    private void index() throws Exception {
        HelmProgram.three().run("repo", "index", charts.toString());
    }

    private void edit(String from, String to) throws IOException {
        Path index = charts.resolve("index.yaml");
        String text = Files.readString(index);
        assertThat(text).containsPattern(from);
        Files.writeString(index, text.replaceAll(from, to));
    }

    private Migration migration() {
        return new Migration(site.url() + "/charts", proxy.host());
    }

    private static Map<String, MigratedChart> byVersion(MigrationResult result) {
        return result.charts().stream()
                .collect(Collectors.toMap(chart -> chart.name() + " " + chart.version(), chart -> chart));
    }

    /** {@code helm pull} and {@code helm push} of one version, its file as old as the index says. */
    private String helmsDigest(String name, String version, boolean prov) throws Exception {
        HelmProgram helm = HelmProgram.three();
        Path folder = Files.createTempDirectory(dir, "helm");
        String[] pull = {
            "pull", name, "--repo", site.url() + "/charts", "--version", version, "-d", folder.toString(), "--prov"
        };
        helm.run(prov ? pull : Arrays.copyOf(pull, pull.length - 1));
        Path archive = folder.resolve(name + "-" + version + ".tgz");
        String created = Files.readString(charts.resolve("index.yaml"))
                .replaceFirst(
                        "(?s).*?created: \"([^\"]+)\"(?=(?:(?!created:).)*version: \\Q" + version + "\\E\n).*", "$1");
        Files.setLastModifiedTime(
                archive, FileTime.from(OffsetDateTime.parse(created).toInstant()));
        return helm.run(
                        Map.of("TZ", "UTC"),
                        "push",
                        archive.toString(),
                        "oci://" + registry.host() + "/helms",
                        "--plain-http")
                .strip()
                .replaceFirst("(?s).*Digest: (sha256:[0-9a-f]{64}).*", "$1");
    }

    @Tag("slow")
    @Test
    void everyVersionIsThereWithTheDigestThatHelmGivesIt() throws Exception {
        Files.writeString(
                charts.resolve("web-1.10.0.tgz.prov"),
                "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nname: web\n\n...\n");
        index();
        Migration migration = migration();
        MigrationResult result = migration.run(dir);

        // one to look at the tag, two for each blob, one for the manifest; a provenance file is one more blob
        assertThat(proxy.lines()).hasSize(6 * 6 + 2);
        assertThat(site.asked()).hasSize(1 + 6 * 2);
        assertThat(result.problem()).isEmpty();
        assertThat(result.counts()).containsEntry("total", 6).containsEntry("pushed", 6);
        assertThat(result.charts())
                .extracting(chart -> chart.name() + " " + chart.version())
                .containsExactly("db 1.0.0", "web 1.0.0", "web 1.2.0", "web 1.10.0", "web 2.0.0-rc.1", "web 2.0.0+b.7");
        for (String version : List.of("1.0.0", "1.2.0", "1.10.0", "2.0.0-rc.1", "2.0.0+b.7")) {
            assertThat(byVersion(result).get("web " + version).digest())
                    .as(version)
                    .isEqualTo(helmsDigest("web", version, version.equals("1.10.0")));
        }
        assertThat(new RegistryContent(registry.host()).manifest("charts/web", "1.10.0"))
                .asString()
                .contains("application/vnd.cncf.helm.chart.provenance.v1.prov");
        assertThat(result.newest())
                .extracting(chart -> chart.chart().name() + " " + chart.chart().version())
                .containsExactly("db 1.0.0", "web 2.0.0+b.7");
        assertThat(migration.lines())
                .contains("Migrating 6 versions from " + site.url() + "/charts to oci://" + proxy.host() + "/charts")
                .endsWith("Migration ended: 6 total, 6 pushed, 0 unchanged, 0 skipped, 0 planned, 0 failed");
    }

    @Test
    void whatIsThereIsNeitherFetchedNorSentAgain() throws Exception {
        index();
        MigrationResult first = migration().run(dir);
        site.forget();
        proxy.clear();
        MigrationResult second = migration().run(dir);

        assertThat(second.counts()).containsEntry("unchanged", 6).containsEntry("pushed", 0);
        assertThat(second.charts())
                .extracting(MigratedChart::digest)
                .isEqualTo(first.charts().stream().map(MigratedChart::digest).toList());
        assertThat(site.asked()).hasSize(1);
        assertThat(proxy.lines()).hasSize(6).allMatch(line -> line.startsWith("GET /v2/charts/"));
        assertThat(second.newest()).isEmpty();
    }

    @Test
    void anIndexWithoutDigestsIsComparedWithWhatIsDownloaded() throws Exception {
        index();
        migration().run(dir);
        edit("    digest: .*\n", "");
        proxy.clear();
        MigrationResult again = migration().run(dir);
        assertThat(again.counts()).containsEntry("unchanged", 6);
        assertThat(proxy.lines()).allMatch(line -> line.startsWith("GET "));
        assertThat(again.charts()).allMatch(chart -> chart.chartDigest().startsWith("sha256:"));
    }

    @Test
    void aVersionThatIsNotWhatTheIndexSaysFailsAloneAndIsNotSent() throws Exception {
        index();
        ChartTar.described(charts, "web", "1.2.0", "changed");
        MigrationResult result = migration().run(dir);
        assertThat(result.counts()).containsEntry("pushed", 5).containsEntry("failed", 1);
        assertThat(result.problem())
                .hasValueSatisfying(problem -> assertThat(problem)
                        .startsWith("1 of 6 charts could not be migrated: web 1.2.0: " + site.url()
                                + "/charts/web-1.2.0.tgz is not what the index of")
                        .doesNotContain("\n"));
        assertThat(proxy.lines()).noneMatch(line -> line.startsWith("PUT") && line.contains("1.2.0"));
    }

    @Tag("slow")
    @Test
    void aMigrationThatWasStoppedGoesOnWithoutSendingAChartTwice() throws Exception {
        for (int i = 0; i < 60; i++) {
            ChartTar.write(charts, "app", "0." + i + ".0");
        }
        index();
        Migration stopped = migration();
        Thread test = Thread.currentThread();
        assertThatThrownBy(() -> stopped.request().run(dir, line -> {
                    if (line.startsWith("(20 of ")) {
                        test.interrupt();
                    }
                }))
                .isInstanceOf(InterruptedException.class);
        long before = manifests().size();
        assertThat(before).isBetween(20L, 40L);
        Map<String, Outcome> known = new LinkedHashMap<>();
        stopped.rows().forEach(row -> known.put(row.name() + " " + row.version(), row.outcome()));
        assertThat(known).hasSize(66);
        assertThat(known.values().stream().filter(Outcome.PUSHED::equals).count())
                .isBetween(20L, before);
        assertThat(known.values()).containsOnly(Outcome.PUSHED, Outcome.PENDING);
        MigrationResult result = migration().run(dir);

        assertThat(result.problem()).isEmpty();
        assertThat(result.counts().get("pushed")).isEqualTo((int) (66 - before));
        assertThat(manifests()).hasSize(66).doesNotHaveDuplicates();
        assertThat(leftovers()).isEmpty();
    }

    /** Breaks the site in the middle of 66 versions. */
    private MigrationResult brokenAt(String line, Callable<?> breaking) throws Exception {
        for (int i = 0; i < 60; i++) {
            ChartTar.write(charts, "app", "0." + i + ".0");
        }
        index();
        return migration().request().run(dir, shown -> {
            if (shown.startsWith(line)) {
                try {
                    breaking.call();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        });
    }

    private static void assertStopped(MigrationResult result, String host) {
        Map<String, Integer> counts = result.counts();
        assertThat(counts.get("failed")).isBetween(5, 8);
        assertThat(counts.get("pending")).isEqualTo(66 - counts.get("failed") - counts.get("pushed"));
        assertThat(counts.get("pending")).isGreaterThan(30);
        assertThat(result.problem())
                .hasValueSatisfying(problem -> assertThat(problem)
                        .contains(
                                counts.get("failed") + " of 66 charts could not be migrated: app 0.",
                                "; " + counts.get("pending") + " more were not tried (" + host
                                        + " failed 5 times in a row); run the migration again when that works")
                        .doesNotContain("\n")
                        .hasSizeLessThan(600));
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(ints = {401, 500, 503})
    void aRepositoryThatFailsInTheMiddleEndsTheMigrationAndTheNextOneDoesTheRest(int status) throws Exception {
        MigrationResult result = brokenAt("(10 of ", () -> site.failing(status));
        assertStopped(result, site.url().substring("http://".length()));
        long before = manifests().size();

        site.failing(0);
        assertThat(migration().run(dir).counts())
                .containsEntry("unchanged", (int) before)
                .containsEntry("pushed", (int) (66 - before));
        assertThat(manifests()).hasSize(66).doesNotHaveDuplicates();
    }

    @Tag("slow")
    @Test
    void aRepositoryThatIsGoneEndsTheMigration() throws Exception {
        MigrationResult result = brokenAt("(10 of ", () -> {
            site.close();
            return null;
        });
        assertStopped(result, site.url().substring("http://".length()));
    }

    @Tag("slow")
    @Test
    void aRegistryThatIsGoneEndsTheMigration() throws Exception {
        MigrationResult result = brokenAt("(10 of ", () -> {
            proxy.close();
            return null;
        });
        assertStopped(result, proxy.host());
    }

    @Test
    void anotherHostThatIsGoneEndsNothingButWhatIsThere() throws Exception {
        for (int i = 0; i < 20; i++) {
            ChartTar.write(charts, "app", "0." + i + ".0");
        }
        index();
        edit("- app-", "- http://127.0.0.1:1/app-");
        Map<String, Integer> counts = migration().run(dir).counts();
        assertThat(counts).containsEntry("pushed", 6);
        assertThat(counts.get("failed")).isBetween(5, 8);
        assertThat(counts.get("pending")).isEqualTo(20 - counts.get("failed"));
    }

    /** The manifests that were stored. */
    private List<String> manifests() {
        return proxy.lines().stream()
                .filter(line -> line.matches("PUT /v2/.*/manifests/.* 201"))
                .toList();
    }

    private List<String> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(".oci-chart"))
                    .toList();
        }
    }

    @Tag("slow")
    @Test
    void shardsHaveNothingInCommonAndTogetherAreEverything() throws Exception {
        for (int i = 0; i < 30; i++) {
            ChartTar.write(charts, "app", "0." + i + ".0");
        }
        index();
        Set<String> all = new HashSet<>();
        int sum = 0;
        for (String shard : List.of("1/3", "2/3", "3/3")) {
            MigrationResult part = migration().scope("", "", "", shard).run(dir);
            assertThat(part.charts()).as(shard).isNotEmpty();
            sum += part.charts().size();
            all.addAll(byVersion(part).keySet());
        }
        assertThat(sum).isEqualTo(36);
        assertThat(all).hasSize(36);
        assertThat(manifests()).hasSize(36);
    }

    /** By zlib's CRC-32, as Python says. */
    @Test
    void theShardOfAVersionNeverChanges() throws Exception {
        var second = new MigrationScope("", "", "", "2/8").inShard();
        assertThat(Stream.of("web/1.0.0", "web/1.2.0", "db/1.0.0", "cache/3.1.4", "café/1.0.0", "app/0.7.0")
                        .filter(second))
                .containsExactly("web/1.0.0");
    }

    @Test
    void chartsAndVersionsAreChosenByGlobsAndRanges() throws Exception {
        ChartTar.write(charts, "web-ui", "1.0.0");
        index();
        assertThat(migration().scope("web*", "*-ui", "<2", "").run(dir).charts())
                .extracting(chart -> chart.name() + " " + chart.version())
                .containsExactly("web 1.0.0", "web 1.2.0", "web 1.10.0");
        assertThat(migration().scope("d?, web-??", null, null, null).run(dir).charts())
                .extracting(MigratedChart::name)
                .containsExactly("db", "web-ui");
        assertThatThrownBy(() -> migration().scope("wbe", "", "", "").run(dir))
                .hasMessageContaining("has no version that include, exclude and versions leave");
        assertThatThrownBy(() -> migration().scope("", "", "~>x.y", "").run(dir))
                .hasMessageStartingWith("versions '~>x.y' is not a range of versions: ");
        assertThatThrownBy(() -> migration().scope("", "", "", "3/2").run(dir))
                .hasMessage("shard '3/2' is not one of several parts; write 1/8 for the first of eight");
    }

    @Test
    void aDryRunSendsNothing() throws Exception {
        index();
        migration().scope("db", "", "", "").run(dir);
        proxy.clear();
        site.forget();
        MigrationResult result = migration().dryRun().run(dir);
        assertThat(result.counts()).containsEntry("planned", 5).containsEntry("unchanged", 1);
        assertThat(proxy.lines()).hasSize(6).allMatch(line -> line.startsWith("GET "));
        assertThat(site.asked()).hasSize(1);
    }

    @Tag("slow")
    @Test
    void anotherChartUnderTheTagIsTreatedAsAsked() throws Exception {
        index();
        Path other = ChartTar.described(dir.resolve("other"), "web", "1.2.0", "another one");
        HelmProgram.three().run("push", other.toString(), "oci://" + registry.host() + "/charts", "--plain-http");
        String kept = digest("1.2.0");

        MigratedChart skipped = byVersion(migration().run(dir)).get("web 1.2.0");
        assertThat(skipped.outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(skipped.digest()).isEqualTo(kept).isEqualTo(digest("1.2.0"));

        MigratedChart failed =
                byVersion(migration().ifExists(IfExists.FAIL).run(dir)).get("web 1.2.0");
        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failed.reason()).contains("exists already with another chart, as " + kept);

        MigratedChart pushed =
                byVersion(migration().ifExists(IfExists.OVERWRITE).run(dir)).get("web 1.2.0");
        assertThat(pushed.outcome()).isEqualTo(Outcome.PUSHED);
        assertThat(digest("1.2.0")).isEqualTo(pushed.digest()).isNotEqualTo(kept);
    }

    private String digest(String tag) throws Exception {
        byte[] manifest = new RegistryContent(registry.host()).manifest("charts/web", tag);
        return Digest.sha256(manifest).toString();
    }

    @Test
    void whatCannotBeInARegistryIsReported() throws Exception {
        ChartTar.write(charts, "Upper", "1.0.0");
        ChartTar.write(charts, "long", "1.0.0-" + "x".repeat(130));
        ChartTar.write(charts, "elsewhere", "1.0.0");
        ChartTar.write(charts, "nowhere", "1.0.0");
        ChartTar.write(charts, "gone", "1.0.0");
        index();
        edit("- elsewhere-1.0.0.tgz", "- oci://registry.example.com/charts/elsewhere:1.0.0");
        edit("    urls:\n    - nowhere-1.0.0.tgz\n", "");
        Files.delete(charts.resolve("gone-1.0.0.tgz"));
        MigrationResult result = migration().run(dir);
        assertThat(result.counts()).containsEntry("pushed", 6).containsEntry("failed", 5);
        Map<String, MigratedChart> rows = byVersion(result);
        assertThat(rows.get("Upper 1.0.0").reason())
                .isEqualTo("the chart's name 'Upper' cannot be the name of a repository: it has upper-case letters");
        assertThat(rows.get("long 1.0.0-" + "x".repeat(130)).reason()).contains("longer than 128 characters");
        assertThat(rows.get("elsewhere 1.0.0").reason())
                .contains("oci://registry.example.com/charts/elsewhere:1.0.0; copy it from there with ociChartCopy");
        assertThat(rows.get("nowhere 1.0.0").reason()).isEqualTo("the index has no address for it");
        assertThat(rows.get("gone 1.0.0").reason()).contains("HTTP 404");
    }

    @Tag("slow")
    @Test
    void aFileOfMoreThanFiveMebibytesIsMigratedUnchanged() throws Exception {
        byte[] large = new byte[6 << 20];
        new Random(1).nextBytes(large);
        new ChartArchiveBuilder()
                .file("big/Chart.yaml", "apiVersion: v2\nname: big\nversion: 1.0.0\n")
                .file("big/files/large.bin", large)
                .write(charts.resolve("big-1.0.0.tgz"));
        HelmProgram.onPath("helm4").run("repo", "index", charts.toString());
        MigratedChart row = byVersion(migration().run(dir)).get("big 1.0.0");
        assertThat(row.outcome()).isEqualTo(Outcome.PUSHED);
        assertThat(row.reason())
                .isEqualTo("\"big/files/large.bin\" is larger than the maximum file size of 5 MiB of Helm before 4.3");
        assertThat(new RegistryContent(registry.host()).blob("charts/big", row.chartDigest()))
                .isEqualTo(Files.readAllBytes(charts.resolve("big-1.0.0.tgz")));
    }

    @Test
    void anIndexThatHelmFindsTooOddIsRead() throws Exception {
        index();
        edit("    name: db\n", "    name: db\n    oddity: 1\n");
        edit("apiVersion: v1\n", "apiVersion: v1\nmore: things\n");
        assertThatThrownBy(() -> HelmProgram.three().run("show", "chart", "db", "--repo", site.url() + "/charts"))
                .hasMessageContaining("unknown field");
        assertThat(migration().run(dir).counts()).containsEntry("pushed", 6);
    }

    @Test
    void whatAnswersInsteadOfAProvenanceFileIsNotPushed() throws Exception {
        Files.writeString(charts.resolve("db-1.0.0.tgz.prov"), "<html>not found</html>");
        index();
        MigratedChart row =
                byVersion(migration().scope("db", "", "", "").run(dir)).get("db 1.0.0");
        assertThat(row.digest()).isEqualTo(helmsDigest("db", "1.0.0", false));
    }

    @Test
    void theMachinesOwnLoginOpensTheRepository() throws Exception {
        index();
        site.protectedBy("alice", "s3cret/of+charts");
        assertThatThrownBy(() -> migration().run(dir)).hasMessageContaining("wants a login");
        Path file = dir.resolve("repositories.yaml");
        HelmProgram.three()
                .run(
                        Map.of("HELM_REPOSITORY_CONFIG", file.toString(), "HELM_REPOSITORY_CACHE", dir.toString()),
                        "repo",
                        "add",
                        "old",
                        site.url() + "/charts",
                        "--username",
                        "alice",
                        "--password",
                        "s3cret/of+charts");
        Migrate request = migration().request();
        Migrate withFile = new Migrate(
                request.from(),
                request.remote(),
                request.scope(),
                request.ifExists(),
                2,
                false,
                new RegistryAccess(
                        request.access().settings(),
                        request.access().credential(),
                        Map.of("HELM_REPOSITORY_CONFIG", file.toString())),
                rows -> {});
        Migration shown = migration();
        assertThat(withFile.run(dir, shown.lines()::add).counts()).containsEntry("pushed", 6);
        assertThat(shown.lines()).noneMatch(line -> line.contains("s3cret"));
        assertThat(proxy.requests())
                .allSatisfy(request1 -> assertThat(request1.headers()).doesNotContainKey("authorization"));
    }

    /** The index has 6 MB, of which most are what Helm copies from Chart.yaml. */
    @Tag("slow")
    @Test
    void aThousandVersionsPassThroughASmallHeap() throws Exception {
        String description = "description: " + "many words ".repeat(500) + "\n";
        for (int i = 0; i < 994; i++) {
            String name = "app" + i % 120; // with the two others more charts than a build keeps
            String version = "1." + i + ".0";
            ChartTar.write(charts.resolve(name + "-" + version + ".tgz"), name, version, description);
        }
        index();
        assertThat(Files.size(charts.resolve("index.yaml"))).isGreaterThan(5_000_000);
        String counts = ChildJvm.run(
                ChildJvm.command(Migration.class, List.of("-Xmx32m"), site.url() + "/charts", registry.host(), dir),
                Map.of());
        assertThat(counts).isEqualTo("{total=1000, pushed=1000, unchanged=0, skipped=0, planned=0, failed=0} 100");
        assertThat(migration().run(dir).counts()).containsEntry("unchanged", 1000);
    }

    @Test
    void withoutATimeInTheIndexAChartIsAsOldAsItsDownload() throws Exception {
        index();
        edit("    created: .*\n", "");
        Instant before = Instant.now();
        MigratedChart row =
                byVersion(migration().scope("db", "", "", "").run(dir)).get("db 1.0.0");
        String manifest = new String(new RegistryContent(registry.host()).manifest("charts/db", row.digest()));
        String created = manifest.replaceFirst("(?s).*image.created\":\"([^\"]+)\".*", "$1");
        assertThat(Instant.parse(created)).isBetween(before.minusSeconds(2), Instant.now());
    }
}

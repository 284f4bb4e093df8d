package io.jenkins.plugins.ocichart.operation.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.ChartIndex;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.operation.migrate.MigratedChart.Outcome;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.simulator.ChartSite;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of each version, and what is said of it, with a simulated registry. */
class MigratedVersionsTest {
    private static final String SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nname: web\n\n...\n";

    @TempDir
    private Path dir;

    @Started
    private ChartSite site;

    @Started
    private ChartSite other;

    @Started
    private SimulatedRegistry registry;

    private Path charts;

    @BeforeEach
    void serve() throws Exception {
        charts = Files.createDirectories(dir.resolve("site/charts"));
        site.serving(dir.resolve("site"));
        for (String version : List.of("1.0.0", "1.10.0", "1.2.0")) {
            ChartTar.write(charts, "web", version);
        }
        ChartIndex.write(charts);
    }

    private Migration migration() {
        return new Migration(site.url() + "/charts", registry.host());
    }

    private MigratedChart migrate(Migration migration, String version) throws Exception {
        MigrationResult result = migration.scope("", "", "=" + version, "").run(dir);
        assertThat(result.charts()).hasSize(1);
        return result.charts().get(0);
    }

    private String digest(String version) {
        return Digest.sha256(registry.manifest("charts/web", version)).toString();
    }

    private String archive(String version) throws IOException {
        return Digest.sha256(Files.readAllBytes(charts.resolve("web-" + version + ".tgz")))
                .toString();
    }

    private MigratedChart row(String version, Outcome outcome, String reason) throws IOException {
        return new MigratedChart(
                "web",
                version,
                registry.host() + "/charts/web:" + version,
                digest(version),
                archive(version),
                outcome,
                reason);
    }

    /** Replaces the archive of 1.0.0, and says so in the index. */
    private void replace(String description) throws IOException {
        ChartTar.described(charts, "web", "1.0.0", description);
        ChartIndex.write(charts);
    }

    @Test
    void versionsArePushedFromOldToNewAndEachIsTold() throws Exception {
        Migration migration = migration().oneAtATime();
        MigrationResult result = migration.run(dir);

        assertThat(result.charts())
                .containsExactly(
                        row("1.0.0", Outcome.PUSHED, null),
                        row("1.2.0", Outcome.PUSHED, null),
                        row("1.10.0", Outcome.PUSHED, null));
        assertThat(result.newest()).extracting(chart -> chart.chart().version()).containsExactly("1.10.0");
        assertThat(migration.lines())
                .containsExactly(
                        "Migrating 3 versions from " + site.url() + "/charts to oci://" + registry.host() + "/charts",
                        "(1 of 3) web 1.0.0 pushed",
                        "(2 of 3) web 1.2.0 pushed",
                        "(3 of 3) web 1.10.0 pushed",
                        "Migration ended: 3 total, 3 pushed, 0 unchanged, 0 skipped, 0 planned, 0 failed");
        try (Stream<Path> left = Files.list(dir)) {
            assertThat(left).containsExactly(dir.resolve("site"));
        }
    }

    @Test
    void theTimeInTheIndexIsTheTimeOfTheManifest() throws Exception {
        ChartIndex.edit(charts, "created: .*", "created: \"2021-03-04T05:06:07Z\"");
        migrate(migration(), "1.0.0");
        assertThat(new String(registry.manifest("charts/web", "1.0.0"), StandardCharsets.UTF_8))
                .contains("\"org.opencontainers.image.created\":\"2021-03-04T05:06:07Z\"");
    }

    @Test
    void rowsComeAsPendingOnesAtFirstAndAgainWhenTheyAreDone() throws Exception {
        Migration migration = migration();
        List<MigratedChart> rows = migration.run(dir).charts();
        assertThat(migration.rows()).hasSize(6);
        assertThat(migration.rows().subList(0, 3))
                .containsExactly(
                        pending("1.0.0", archive("1.0.0")),
                        pending("1.2.0", archive("1.2.0")),
                        pending("1.10.0", archive("1.10.0")));
        assertThat(migration.rows().subList(3, 6)).containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    void allVersionsArePendingBeforeOneIsTried() throws Exception {
        Migrate request = migration().request();
        List<Integer> requests = new ArrayList<>();
        new Migrate(
                        request.from(),
                        request.remote(),
                        request.scope(),
                        request.ifExists(),
                        1,
                        true,
                        request.access(),
                        rows -> requests.add(registry.requests().size()))
                .run(dir, line -> {});
        assertThat(requests).hasSize(4).startsWith(0);
    }

    private static MigratedChart pending(String version, String digest) {
        return new MigratedChart("web", version, null, null, digest, Outcome.PENDING, null);
    }

    @Test
    void whatIsThereIsUnchangedAndOnlyTheLastOneIsTold() throws Exception {
        migration().run(dir);
        registry.requests().clear();
        site.forget();
        Migration again = migration().oneAtATime();
        MigrationResult result = again.run(dir);
        assertThat(result.charts())
                .containsExactly(
                        row("1.0.0", Outcome.UNCHANGED, null),
                        row("1.2.0", Outcome.UNCHANGED, null),
                        row("1.10.0", Outcome.UNCHANGED, null));
        assertThat(result.newest()).isEmpty();
        assertThat(registry.requests()).hasSize(3).allMatch(request -> request.startsWith("GET "));
        assertThat(site.asked()).hasSize(1);
        assertThat(again.lines()).hasSize(3).element(1).isEqualTo("(3 of 3) web 1.10.0 unchanged");
    }

    @Test
    void eachHundredthOfManyThatAreThereIsTold() throws Exception {
        migrate(migration(), "1.0.0");
        byte[] manifest = registry.manifest("charts/web", "1.0.0");
        StringBuilder index = new StringBuilder("apiVersion: v1\nentries:\n  web:\n");
        for (int i = 0; i <= 100; i++) {
            registry.manifest("charts/web", "2." + i + ".0", "application/vnd.oci.image.manifest.v1+json", manifest);
            index.append("  - {name: web, version: 2.%d.0, urls: [a.tgz], digest: %s}\n"
                    .formatted(i, archive("1.0.0").substring("sha256:".length())));
        }
        Files.writeString(charts.resolve("index.yaml"), index);
        Migration migration = migration().oneAtATime();
        assertThat(migration.run(dir).counts()).containsEntry("unchanged", 101);
        assertThat(migration.lines())
                .containsExactly(
                        "Migrating 101 versions from " + site.url() + "/charts to oci://" + registry.host() + "/charts",
                        "(100 of 101) web 2.99.0 unchanged",
                        "(101 of 101) web 2.100.0 unchanged",
                        "Migration ended: 101 total, 0 pushed, 101 unchanged, 0 skipped, 0 planned, 0 failed");
    }

    @Test
    void withoutADigestInTheIndexWhatIsThereIsComparedWithTheDownload() throws Exception {
        migrate(migration(), "1.0.0");
        ChartIndex.edit(charts, "    digest: .*\n", "");
        registry.requests().clear();
        site.forget();
        assertThat(migrate(migration(), "1.0.0")).isEqualTo(row("1.0.0", Outcome.UNCHANGED, null));
        assertThat(migrate(migration().dryRun(), "1.0.0")).isEqualTo(row("1.0.0", Outcome.UNCHANGED, null));
        assertThat(site.asked(".tgz")).hasSize(2);
        assertThat(registry.requests()).hasSize(2).allMatch(request -> request.startsWith("GET "));

        assertThat(migrate(migration(), "1.2.0")).isEqualTo(row("1.2.0", Outcome.PUSHED, null));
    }

    @Test
    void aDryRunDownloadsOnlyToCompare() throws Exception {
        migrate(migration(), "1.0.0");
        String before = digest("1.0.0");
        replace("another");
        ChartIndex.edit(charts, "    digest: .*\n", "");
        registry.requests().clear();
        assertThat(migrate(migration().dryRun().ifExists(IfExists.OVERWRITE), "1.0.0")
                        .outcome())
                .isEqualTo(Outcome.PLANNED);
        assertThat(digest("1.0.0")).isEqualTo(before);
        assertThat(registry.requests()).allMatch(request -> request.startsWith("GET "));
    }

    @Test
    void aDryRunNeitherFetchesNorSends() throws Exception {
        String name = registry.host() + "/charts/web:1.0.0";
        assertThat(migrate(migration().dryRun(), "1.0.0"))
                .isEqualTo(new MigratedChart("web", "1.0.0", name, null, archive("1.0.0"), Outcome.PLANNED, null));
        ChartIndex.edit(charts, "    digest: .*\n", "");
        Migration migration = migration().dryRun();
        assertThat(migrate(migration, "1.0.0"))
                .isEqualTo(new MigratedChart("web", "1.0.0", name, null, null, Outcome.PLANNED, null));
        assertThat(migration.lines()).contains("(1 of 1) web 1.0.0 planned");
        assertThat(site.asked(".tgz")).isEmpty();
        assertThat(registry.requests()).hasSize(2).allMatch(request -> request.startsWith("GET "));
    }

    @Test
    void anotherChartUnderTheTagStaysIfItIsSkipped() throws Exception {
        migrate(migration(), "1.0.0");
        replace("another");
        site.forget();
        MigratedChart skipped = row("1.0.0", Outcome.SKIPPED, "the tag exists with another chart, which stays");
        Migration migration = migration();
        assertThat(migrate(migration, "1.0.0")).isEqualTo(skipped);
        assertThat(migration.lines())
                .contains("(1 of 1) web 1.0.0 skipped: the tag exists with another chart, which stays");
        assertThat(migrate(migration().dryRun(), "1.0.0")).isEqualTo(skipped);
        assertThat(site.asked(".tgz")).isEmpty();
    }

    @Test
    void anotherChartUnderTheTagFailsIfThatIsAskedFor() throws Exception {
        migrate(migration(), "1.0.0");
        replace("another");
        MigratedChart failed = migrate(migration().ifExists(IfExists.FAIL), "1.0.0");
        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failed.reason())
                .isEqualTo(
                        registry.host() + "/charts/web:1.0.0 exists already with another chart, as " + digest("1.0.0"));
        assertThat(migrate(migration().ifExists(IfExists.FAIL), "1.2.0").outcome())
                .isEqualTo(Outcome.PUSHED);
    }

    @Test
    void anotherChartUnderTheTagIsOverwrittenIfThatIsAskedFor() throws Exception {
        migrate(migration(), "1.0.0");
        String before = digest("1.0.0");
        replace("another");
        assertThat(migrate(migration().dryRun().ifExists(IfExists.OVERWRITE), "1.0.0")
                        .outcome())
                .isEqualTo(Outcome.PLANNED);
        assertThat(digest("1.0.0")).isEqualTo(before);
        assertThat(migrate(migration().ifExists(IfExists.OVERWRITE), "1.0.0"))
                .isEqualTo(row("1.0.0", Outcome.PUSHED, null));
        assertThat(digest("1.0.0")).isNotEqualTo(before);
    }

    @Test
    void theNameAndVersionInTheArchiveCount() throws Exception {
        ChartTar.write(charts.resolve("web-1.0.0.tgz"), "web", "9.0.0", "");
        ChartIndex.write(charts);
        String ref = registry.host() + "/charts/web:9.0.0";
        String remark = "its archive is of web 9.0.0, which counts";
        MigrationResult result = migration().oneAtATime().run(dir);
        assertThat(result.charts())
                .startsWith(new MigratedChart(
                        "web", "1.0.0", ref, digest("9.0.0"), archive("1.0.0"), Outcome.PUSHED, remark));
        assertThat(result.newest()).extracting(chart -> chart.chart().version()).containsExactly("9.0.0");

        assertThat(migrate(migration(), "1.0.0"))
                .isEqualTo(new MigratedChart(
                        "web", "1.0.0", ref, digest("9.0.0"), archive("1.0.0"), Outcome.UNCHANGED, remark));

        ChartTar.write(charts.resolve("web-1.0.0.tgz"), "web", "9.0.0", "description: another\n");
        ChartIndex.write(charts);
        MigrationResult skipped = migration().scope("", "", "1.0.0", "").run(dir);
        assertThat(skipped.charts())
                .containsExactly(new MigratedChart(
                        "web", "1.0.0", ref, digest("9.0.0"), archive("1.0.0"), Outcome.SKIPPED, remark));
        assertThat(skipped.newest()).isEmpty();
    }

    @Test
    void aProvenanceFileIsPushedAndAWebPageInItsPlaceIsNot() throws Exception {
        Files.writeString(charts.resolve("web-1.0.0.tgz.prov"), SIGNED);
        Files.writeString(charts.resolve("web-1.2.0.tgz.prov"), "<html>not found</html>");
        migration().run(dir);
        String type = "application/vnd.cncf.helm.chart.provenance.v1.prov";
        assertThat(registry.manifest("charts/web", "1.0.0"))
                .asString(StandardCharsets.UTF_8)
                .contains(type);
        assertThat(registry.manifest("charts/web", "1.2.0"))
                .asString(StandardCharsets.UTF_8)
                .doesNotContain(type);
        assertThat(registry.blob(
                        Digest.sha256(SIGNED.getBytes(StandardCharsets.UTF_8)).toString()))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "urls:\\s+- web-1.0.0.tgz | 'urls: []' | the index has no address for it",
                "- web-1.0.0.tgz | - oci://far/web:1 | its address in the index is that of a registry, oci://far/web:1;"
                        + " copy it from there with ociChartCopy",
                "- web-1.0.0.tgz | - ftp://far/web.tgz | the index of SITE/charts has an address that can't be used:"
                        + " 'ftp://far/web.tgz'",
                "- web-1.0.0.tgz | - gone.tgz | cannot fetch the chart SITE/charts/gone.tgz: HTTP 404: there is no such"
                        + " file; check the repository's address"
            })
    void whatCannotBeMigratedIsReported(String from, String to, String reason) throws Exception {
        ChartIndex.edit(charts, from, to);
        assertThat(migrate(migration(), "1.0.0"))
                .isEqualTo(new MigratedChart(
                        "web",
                        "1.0.0",
                        registry.host() + "/charts/web:1.0.0",
                        null,
                        archive("1.0.0"),
                        Outcome.FAILED,
                        reason.replace("SITE", site.url())));
    }

    @Test
    void whatIsNoChartIsReportedWithoutAPathOfThisMachine() throws Exception {
        Files.writeString(charts.resolve("web-1.0.0.tgz"), "<html>");
        ChartIndex.write(charts);
        assertThat(migrate(migration(), "1.0.0").reason()).startsWith("is not a gzipped archive");
    }

    @Test
    void aNameThatNoRepositoryCanHaveIsReported() throws Exception {
        ChartIndex.edit(charts, "name: web", "name: Web");
        ChartIndex.edit(charts, "  web:", "  Web:");
        MigratedChart row = migrate(migration(), "1.0.0");
        assertThat(row.ref()).isNull();
        assertThat(row.reason())
                .isEqualTo("the chart's name 'Web' cannot be the name of a repository: it has upper-case letters");
    }

    private void assertDown(MigrationResult result, String host) {
        String reason = host + " failed 5 times in a row";
        assertThat(result.counts()).containsEntry("failed", 5).containsEntry("pending", 2);
        assertThat(result.charts().subList(5, 7))
                .allMatch(
                        row -> row.outcome() == Outcome.PENDING && row.reason().equals(reason));
    }

    private void sevenVersions() throws IOException {
        for (int i = 0; i < 7; i++) {
            ChartTar.write(charts, "app", "0." + i + ".0");
        }
        ChartIndex.write(charts);
    }

    @Test
    void aRegistryThatIsDownIsNotAskedAnyMore() throws Exception {
        sevenVersions();
        registry.always("GET", "/v2/", SimulatedRegistry.refuse(401, "UNAUTHORIZED", "no"));
        Migration migration = migration().oneAtATime().scope("app", "", "", "");
        assertDown(migration.run(dir), registry.host());
        assertThat(migration.lines())
                .hasSize(7)
                .last()
                .isEqualTo("Migration ended: 7 total, 0 pushed, 0 unchanged, 0 skipped, 0 planned, 5 failed,"
                        + " 2 pending");
        assertThat(site.asked()).hasSize(1);
    }

    @Test
    void aSiteThatIsDownIsNotAskedAnyMoreAndOthersAre() throws Exception {
        sevenVersions();
        other.failing(401);
        ChartIndex.edit(charts, "- app-", "- " + other.url() + "/app-");
        assertDown(migration().oneAtATime().run(dir), other.url().substring("http://".length()));
        assertThat(registry.manifest("charts/web", "1.10.0")).isNotNull();
    }

    @Test
    void anEmptyIndexIsAMigrationOfNothing() throws Exception {
        Files.writeString(charts.resolve("index.yaml"), "apiVersion: v1\nentries: {}\n");
        Migration migration = migration();
        assertThat(migration.run(dir).charts()).isEmpty();
        assertThat(migration.rows()).isEmpty();
        assertThat(migration.lines())
                .endsWith("Migration ended: 0 total, 0 pushed, 0 unchanged, 0 skipped, 0 planned, 0 failed");
    }

    @ParameterizedTest
    @CsvSource({"app,,", ",web,", ",,>9"})
    void aScopeThatLeavesNothingIsRefused(String include, String exclude, String versions) {
        assertThatThrownBy(
                        () -> migration().scope(include, exclude, versions, "").run(dir))
                .hasMessage("the index of " + site.url()
                        + "/charts has no version that include, exclude and versions leave");
    }

    @Test
    void aRangeThatIsNoneIsRefused() {
        assertThatThrownBy(() -> migration().scope("", "", " ~>x.y", "").run(dir))
                .hasMessageStartingWith("versions ' ~>x.y' is not a range of versions: ");
    }

    /** By zlib's CRC-32, as Python says. */
    @ParameterizedTest
    @CsvSource({"1/5, 1.0.0", "2/5, ''", "5/5, 1.2.0 1.10.0"})
    void aShardMayBeEmpty(String shard, String versions) throws Exception {
        List<MigratedChart> rows =
                migration().dryRun().scope("", "", "", shard).run(dir).charts();
        assertThat(String.join(" ", rows.stream().map(MigratedChart::version).toList()))
                .isEqualTo(versions);
    }

    @Test
    void aVersionThatTheIndexListsTwiceIsMigratedOnce() throws Exception {
        ChartIndex.edit(charts, "version: 1.2.0", "version: 1.0.0");
        Migration migration = migration().dryRun();
        assertThat(migration.run(dir).charts())
                .extracting(MigratedChart::version)
                .containsExactly("1.0.0", "1.10.0");
        assertThat(migration.lines()).startsWith("WARNING: the index lists web 1.0.0 twice; the first one is taken");
    }

    @Test
    void anEntryOfTheIndexThatCannotBeReadIsPassedOver() throws Exception {
        ChartIndex.edit(charts, "version: 1.2.0", "version: newest");
        Migration migration = migration().dryRun();
        assertThat(migration.run(dir).counts()).containsEntry("total", 2);
        assertThat(migration.lines())
                .first()
                .asString()
                .startsWith("WARNING: " + site.url() + "/charts/index.yaml has ")
                .endsWith("; passed over");
    }

    @Test
    void whatTheRegistryWantsItsUsersToReadIsTold() throws Exception {
        registry.always(
                "GET",
                "/manifests/",
                exchange -> registry.answer(exchange, Map.of("Warning", "299 - \"read-only on Sunday\"")));
        Migration migration = migration().dryRun();
        migration.run(dir);
        assertThat(migration.lines()).containsOnlyOnce("WARNING: " + registry.host() + " says: read-only on Sunday");
    }

    @Test
    void atLeastOneIsInFlight() throws Exception {
        assertThatThrownBy(() -> migration().parallelism(0).run(dir))
                .hasMessage("parallelism is 0, but must be at least 1");
        assertThat(site.asked()).isEmpty();
    }
}

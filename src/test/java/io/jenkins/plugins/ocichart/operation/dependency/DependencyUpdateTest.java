package io.jenkins.plugins.ocichart.operation.dependency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.chart.ChartArchive;
import io.jenkins.plugins.ocichart.fixture.ChartFolder;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.fixture.TestKeyStore;
import io.jenkins.plugins.ocichart.operation.ProvenanceJudge;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.Requests;
import io.jenkins.plugins.ocichart.operation.Trust;
import io.jenkins.plugins.ocichart.peer.AnyRegistry;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.repository.ChartRepository;
import io.jenkins.plugins.ocichart.signature.ChartSignature;
import io.jenkins.plugins.ocichart.signature.UnverifiedException;
import io.jenkins.plugins.ocichart.simulator.ChartSite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What we do better than Helm: fewer requests, digests checked, secrets kept, nothing left half done. */
class DependencyUpdateTest {
    private static final String SECRET = "s3cret/of+charts";

    @TempDir
    private static Path indexed;

    @TempDir
    private Path dir;

    @Started
    private ChartSite site;

    @Started
    private ChartSite other;

    private final List<String> lines = new ArrayList<>();

    @BeforeAll
    static void index() throws Exception {
        for (String name : List.of("web", "db", "cache")) {
            ChartTar.write(indexed, name, "1.0.0");
        }
        HelmProgram.three().run("repo", "index", indexed.toString());
    }

    @BeforeEach
    void fill() throws Exception {
        Path charts = Files.createDirectories(dir.resolve("site/charts"));
        try (Stream<Path> files = Files.list(indexed)) {
            for (Path file : files.toList()) {
                Files.copy(file, charts.resolve(file.getFileName()));
            }
        }
        site.serving(dir.resolve("site"));
        other.serving(dir.resolve("site"));
        chart("web|HTTP", "db|HTTP", "cache|HTTP/");
    }

    private String url() {
        return site.url() + "/charts";
    }

    private void chart(String... dependencies) throws IOException {
        StringBuilder yaml = new StringBuilder("apiVersion: v2\nname: parent\nversion: 1.0.0\ndependencies:\n");
        for (String dependency : dependencies) {
            String[] parts = dependency.replace("HTTP", url()).split("\\|");
            yaml.append("- name: " + parts[0] + "\n  version: 1.0.0\n  repository: \"" + parts[1] + "\"\n");
        }
        Files.createDirectories(dir.resolve("chart"));
        Files.writeString(dir.resolve("chart/Chart.yaml"), yaml.toString());
    }

    private void index(String from, String to) throws IOException {
        Path index = dir.resolve("site/charts/index.yaml");
        Files.writeString(index, Files.readString(index).replaceAll(from, to));
    }

    private List<FetchedDependency> update(DependencySources sources) throws Exception {
        return new DependencyUpdate(List.of("chart"), false, null, null, sources, Trust.NONE).run(dir, lines::add);
    }

    private DependencySources sources(ChartRepository... repositories) {
        return new DependencySources(Map.of(), Map.of(), List.of(repositories), Requests.NOBODY);
    }

    private ChartRepository login(String url, boolean passCredentials) {
        return new ChartRepository(
                "", url, RegistryCredential.basic("alice", SECRET), passCredentials, ConnectionSettings.DEFAULT);
    }

    private List<String> charts() throws IOException {
        try (Stream<Path> files = Files.list(dir.resolve("chart/charts"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "none | http://HOST/charts | none chart not found in repo ",
                "web | @corp | no repository definition for @corp",
                "web | file://../gone | directory "
            })
    void aFailureNamesTheFolderIfThereAreSeveral(String dependency, String repository, String reason) throws Exception {
        chart("web|HTTP");
        ChartFolder.in(dir, "second")
                .with("Chart.yaml", """
                        apiVersion: v2
                        name: second
                        version: 1.0.0
                        dependencies: [{name: %s, version: ^1, repository: "%s"}]
                        """.formatted(dependency, repository.replace("http://HOST", site.url())));

        assertThatThrownBy(() -> updateAll("chart", "second")).hasMessageStartingWith("second: " + reason);
        assertThatThrownBy(() -> updateAll("second")).hasMessageStartingWith(reason);
        assertThatThrownBy(() -> updateAll("chart", "third"))
                .hasMessage("third: could not find " + dir.resolve("third"));
    }

    private void updateAll(String... folders) throws Exception {
        new DependencyUpdate(List.of(folders), false, null, null, sources(), Trust.NONE).run(dir, lines::add);
    }

    @Test
    void anIndexIsFetchedOnceForAllChartsOfItsRepository() throws Exception {
        List<FetchedDependency> fetched = update(sources());
        assertThat(site.asked("index.yaml")).hasSize(1);
        assertThat(site.asked()).hasSize(4);
        assertThat(charts()).containsExactly("cache-1.0.0.tgz", "db-1.0.0.tgz", "web-1.0.0.tgz");
        assertThat(fetched.get(0))
                .isEqualTo(new FetchedDependency(
                        "web",
                        "1.0.0",
                        url(),
                        "chart/charts/web-1.0.0.tgz",
                        "sha256:" + ChartArchive.sha256(dir.resolve("site/charts/web-1.0.0.tgz"))));
    }

    @Tag("slow")
    @Test
    void chartsAreFetchedAtTheSameTime() throws Exception {
        site.answeringTogether(3);

        update(sources());

        assertThat(charts()).containsExactly("cache-1.0.0.tgz", "db-1.0.0.tgz", "web-1.0.0.tgz");
    }

    @Tag("slow")
    @Test
    void theNextUpdateOnlyAsksWhetherTheIndexHasChanged() throws Exception {
        TestKeyStore keys = TestKeyStore.create().add("ca", "CN=CA", "EC", null, "BC=ca:true", "SAN=IP:127.0.0.1");
        Path ca = Files.writeString(dir.resolve("ca.pem"), keys.certificatePem("ca"));
        try (ChartSite secure = ChartSite.startWithTls(keys.serverContext("ca", null))
                .serving(dir.resolve("site"))
                .protectedBy("alice", SECRET)) {
            String url = secure.url() + "/charts";
            chart("web|" + url);
            ConnectionSettings tls = new ConnectionSettings(false, false, ca.toString(), null, null);
            ChartRepository login = new ChartRepository("", url, RegistryCredential.basic("alice", SECRET), false, tls);
            update(sources(login));
            assertThat(secure.unchanged()).isZero();

            chart("web|" + url, "db|" + url);
            update(sources(login));
            assertThat(secure.unchanged()).isEqualTo(1);
            assertThat(charts()).containsExactly("db-1.0.0.tgz", "web-1.0.0.tgz");
        }
    }

    @Test
    void helmFetchesItSixTimes() throws Exception {
        HelmProgram.three()
                .run(
                        Map.of("HELM_REPOSITORY_CONFIG", dir.resolve("none").toString()),
                        "dependency",
                        "update",
                        dir.resolve("chart").toString());
        assertThat(site.asked("index.yaml")).hasSize(6);
    }

    @Test
    void whatChartsHasAlreadyIsNotFetched() throws Exception {
        update(sources());
        FileTime old = FileTime.from(Instant.parse("2024-05-06T07:08:09Z"));
        Files.setLastModifiedTime(dir.resolve("chart/charts/web-1.0.0.tgz"), old);
        Files.delete(dir.resolve("chart/charts/db-1.0.0.tgz"));
        Files.writeString(dir.resolve("chart/charts/cache-1.0.0.tgz"), "");
        Files.copy(
                dir.resolve("site/charts/web-1.0.0.tgz"),
                dir.resolve("chart/charts/cache-1.0.0.tgz"),
                StandardCopyOption.REPLACE_EXISTING);
        site.forget();
        update(sources());
        assertThat(site.asked(".tgz")).containsExactlyInAnyOrder("/charts/db-1.0.0.tgz", "/charts/cache-1.0.0.tgz");
        assertThat(Files.getLastModifiedTime(dir.resolve("chart/charts/web-1.0.0.tgz")))
                .isEqualTo(old);
        assertThat(lines).contains("web-1.0.0.tgz is in charts already");
    }

    /** What Helm 4.3 makes of it, too. */
    @ParameterizedTest
    @CsvSource({"1700000000, 2023-11-14T22:13:20Z", "0, 1970-01-01T00:00:00Z"})
    void sourceDateEpochIsTheTimeOfWhatIsInAPackedFolder(String epoch, Instant expected) throws Exception {
        ChartFolder.in(dir, "local").with("Chart.yaml", "apiVersion: v2\nname: local\nversion: 1.0.0\n");
        chart("local|file://../local");
        packWithHelm4(epoch);
        assertThat(times("local-1.0.0.tgz")).containsOnly(expected);
        Files.delete(dir.resolve("chart/charts/local-1.0.0.tgz"));
        new DependencyUpdate(List.of("chart"), false, epoch, null, sources(), Trust.NONE).run(dir, lines::add);
        assertThat(times("local-1.0.0.tgz")).containsOnly(expected);
    }

    /** Helm 4.3 refuses them even if there is nothing to pack. */
    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "now"})
    void anotherSourceDateEpochIsRefused(String epoch) {
        assertThatThrownBy(() -> packWithHelm4(epoch)).hasMessageContaining("invalid SOURCE_DATE_EPOCH");
        assertThatThrownBy(() -> new DependencyUpdate(List.of("chart"), false, epoch, null, sources(), Trust.NONE)
                        .run(dir, lines::add))
                .hasMessageStartingWith("invalid SOURCE_DATE_EPOCH: '" + epoch + "'");
        assertThat(dir.resolve("chart/charts")).doesNotExist();
    }

    private void packWithHelm4(String epoch) throws Exception {
        HelmProgram.onPath("helm4")
                .run(
                        Map.of(
                                "SOURCE_DATE_EPOCH",
                                epoch,
                                "HELM_REPOSITORY_CONFIG",
                                dir.resolve("none").toString()),
                        "dependency",
                        "update",
                        dir.resolve("chart").toString());
    }

    private List<Instant> times(String archive) throws IOException {
        List<Instant> times = new ArrayList<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(
                Files.newInputStream(dir.resolve("chart/charts").resolve(archive))))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                times.add(entry.getLastModifiedDate().toInstant());
            }
        }
        return times;
    }

    @Test
    void aChartThatIsNotWhatTheIndexSaysIsRefused() throws Exception {
        index("digest: [0-9a-f]{4}", "digest: 0000");
        assertThatThrownBy(() -> update(sources()))
                .hasMessageContaining("is not what the index of " + url() + " says: its digest is sha256:");
        assertThat(dir.resolve("chart/charts")).doesNotExist();
        assertThat(dir.resolve("chart/Chart.lock")).doesNotExist();
    }

    @Test
    void theDigestMayHaveItsAlgorithmOrBeMissing() throws Exception {
        index("digest: ", "digest: sha256:");
        update(sources());
        index("(?m)^ *digest: .*\n", "");
        update(sources());
        assertThat(charts()).hasSize(3);
    }

    @Test
    void theLoginGoesToTheRepositoryAlone() throws Exception {
        site.protectedBy("alice", SECRET);
        index("- (web-1)", "- " + other.url() + "/charts/$1");
        update(sources(login(url() + "/", false)));
        assertThat(other.asked()).hasSize(1).noneMatch(one -> one.headers().containsKey("authorization"));
        assertThat(charts()).hasSize(3);
        assertSecretIsNowhere();
    }

    @Test
    void theLoginGoesToOtherHostsIfItMay() throws Exception {
        other.protectedBy("alice", SECRET);
        index("- (web-1)", "- " + other.url() + "/charts/$1");
        update(sources(login(url(), true)));
        assertThat(charts()).hasSize(3);
    }

    @Test
    void theLoginNeverFollowsARedirectToAnotherHost() throws Exception {
        site.protectedBy("alice", SECRET).redirecting("/charts/web-1.0.0.tgz", other.url() + "/charts/web-1.0.0.tgz");
        update(sources(login(url(), true)));
        assertThat(other.asked()).hasSize(1).noneMatch(one -> one.headers().containsKey("authorization"));
    }

    @Test
    void aLoginThatIsRefusedIsToldApartFromNone() {
        site.protectedBy("alice", SECRET);
        assertThatThrownBy(() -> update(sources()))
                .hasMessage("cannot fetch the index " + url() + "/index.yaml: HTTP 401: it wants a login; name"
                        + " credentialsId in repositories or in the system configuration");
        site.protectedBy("alice", "other");
        assertThatThrownBy(() -> update(sources(login(url(), false))))
                .hasMessage("cannot fetch the index " + url()
                        + "/index.yaml: HTTP 401: it refuses user alice. Check user" + " name and password or token.");
    }

    @Test
    void theMachinesOwnRepositoriesAreReadIfNoneAreNamed() throws Exception {
        site.protectedBy("alice", SECRET);
        Path file = dir.resolve("repositories.yaml");
        Files.writeString(
                file,
                "repositories:\n- name: corp\n  url: " + url() + "\n  username: alice\n  password: " + SECRET + "\n");
        chart("web|@corp", "db|HTTP");
        RegistryAccess access =
                new RegistryAccess(ConnectionSettings.DEFAULT, null, Map.of("HELM_REPOSITORY_CONFIG", file.toString()));
        update(new DependencySources(null, Map.of(), List.of(), access));
        assertThat(charts()).containsExactly("db-1.0.0.tgz", "web-1.0.0.tgz");
        assertSecretIsNowhere();
        assertThatThrownBy(() -> update(new DependencySources(Map.of("x", url()), Map.of(), List.of(), access)))
                .hasMessageStartingWith("no repository definition for @corp");
    }

    @Test
    void aLoginInAnAddressIsRefusedAndNeverShownOrWritten() throws Exception {
        for (String scheme : List.of("http://", "https://", "oci://")) {
            chart("web|" + scheme + "alice:pw-of-alice@127.0.0.1:1/charts");
            assertThatThrownBy(() -> update(sources()))
                    .hasMessageStartingWith("dependency web: ")
                    .hasMessageContaining("user name or password")
                    .hasMessageNotContaining("pw-of-alice");
        }
        chart("web|@corp");
        DependencySources named =
                new DependencySources(Map.of("corp", "https://u:pw-of-u@h"), Map.of(), List.of(), Requests.NOBODY);
        assertThatThrownBy(() -> update(named))
                .hasMessageNotContaining("pw-of-u")
                .hasMessageContaining("https://h");
        assertThat(dir.resolve("chart/Chart.lock")).doesNotExist();
        assertThat(lines).noneMatch(line -> line.contains("pw-of"));
    }

    @Test
    void anIndexMayPointToARegistry(@Started AnyRegistry registry) throws Exception {
        EmbeddedHelm.push(dir.resolve("site/charts/web-1.0.0.tgz"), "oci://" + registry.host() + "/far");
        index("- (web)-1.0.0.tgz", "- oci://" + registry.host() + "/far/web:1.0.0");
        update(sources());
        assertThat(charts()).contains("web-1.0.0.tgz");
    }

    @Test
    void anAbsolutePathIsLookedForWhereHelm3AndHelm4LookForIt() throws Exception {
        index("- (web)-1.0.0.tgz", "- /web-1.0.0.tgz");
        index("- (db)-1.0.0.tgz", "- /charts/db-1.0.0.tgz");
        update(sources());
        assertThat(charts()).hasSize(3);
        assertThat(site.asked("web-1.0.0.tgz")).containsExactly("/web-1.0.0.tgz", "/charts/web-1.0.0.tgz");
    }

    @Test
    void differentArchivesOfOneNameAreRefused() throws Exception {
        ChartTar.described(dir.resolve("site/second"), "web", "1.0.0", "another one");
        HelmProgram.three().run("repo", "index", dir.resolve("site/second").toString());
        chart("web|HTTP", "web|" + site.url() + "/second");
        Path yaml = dir.resolve("chart/Chart.yaml");
        Files.writeString(yaml, Files.readString(yaml) + "  alias: again\n");
        assertThatThrownBy(() -> update(sources()))
                .hasMessage(
                        "two dependencies are different archives that would both be chart/charts/web-1.0.0.tgz: web from "
                                + url() + " and web from " + site.url() + "/second");
    }

    @Test
    void whatHelmHasLeftIsDeletedUnlessItRuns() throws Exception {
        Path left = Files.createDirectories(dir.resolve("chart/tmpcharts-999999999"));
        Files.writeString(left.resolve("web-1.0.0.tgz"), "half");
        Path running = dir.resolve("chart/tmpcharts-" + ProcessHandle.current().pid());
        Files.createDirectories(running);
        update(sources());
        assertThat(left).doesNotExist();
        assertThat(running).exists();
    }

    @Test
    void anAbortLeavesNothing() throws Exception {
        site.delayedBy(300);
        Thread[] updating = {null};
        Throwable[] thrown = {null};
        updating[0] = new Thread(() -> {
            try {
                update(sources());
            } catch (Exception e) {
                thrown[0] = e;
            }
        });
        updating[0].start();
        while (site.asked(".tgz").isEmpty()) {
            Thread.sleep(5);
        }
        updating[0].interrupt();
        updating[0].join();
        assertThat(thrown[0]).isInstanceOf(InterruptedException.class);
        assertThat(dir.resolve("chart/charts")).doesNotExist();
        assertThat(dir.resolve("chart/Chart.lock")).doesNotExist();
    }

    @Test
    void whatIsNoChartIsRefusedAndNothingIsChanged() throws Exception {
        update(sources());
        Files.writeString(dir.resolve("site/charts/web-1.0.0.tgz"), "<html>");
        index("(?m)^ *digest: .*\n", "");
        assertThatThrownBy(() -> update(sources()))
                .hasMessageStartingWith(
                        "what was fetched for dependency web is not a valid chart: web-1.0.0.tgz: is not a"
                                + " gzipped archive");
        assertThat(charts()).hasSize(3);
    }

    private List<FetchedDependency> update(Trust trust) throws Exception {
        return new DependencyUpdate(List.of("chart"), false, null, null, sources(), trust).run(dir, lines::add);
    }

    /** Takes what the provenance file says for a signature's verdict. */
    static Trust trusting(List<String> asked) {
        ProvenanceJudge judge = (file, digest, provenance, keyring) -> {
            asked.add(file + " " + digest);
            String verdict = new String(provenance, StandardCharsets.UTF_8);
            if (!verdict.equals("good")) {
                throw new IOException(verdict);
            }
            return ChartSignature.ofProvenance("0123", List.of("Alice"), null);
        };
        return new Trust(judge, null, null, null, Map.of());
    }

    @Test
    void eachChartMustBeSignedIfThatIsAskedForAlsoIfItIsThereAlready() throws Exception {
        for (String name : List.of("web", "db", "cache")) {
            Files.writeString(dir.resolve("site/charts/" + name + "-1.0.0.tgz.prov"), "good");
        }
        List<String> asked = new ArrayList<>();
        update(trusting(asked));
        assertThat(asked)
                .hasSize(3)
                .contains("web-1.0.0.tgz sha256:" + ChartArchive.sha256(dir.resolve("site/charts/web-1.0.0.tgz")));
        Files.writeString(dir.resolve("site/charts/web-1.0.0.tgz.prov"), "signed by Mallory");
        assertThatThrownBy(() -> update(trusting(asked)))
                .isInstanceOf(UnverifiedException.class)
                .hasMessage("cannot verify " + url() + ": web-1.0.0.tgz: signed by Mallory");
    }

    @Test
    void whatIsNotSignedIsNotWritten() throws Exception {
        Files.writeString(dir.resolve("site/charts/web-1.0.0.tgz.prov"), "good");
        assertThatThrownBy(() -> update(trusting(new ArrayList<>())))
                .isInstanceOf(UnverifiedException.class)
                .hasMessageContaining("it has no provenance file");
        assertThat(dir.resolve("chart/charts")).doesNotExist();
        assertThat(dir.resolve("chart/Chart.lock")).doesNotExist();
    }

    @Tag("slow")
    @Test
    void theProvenanceOfAChartInARegistryIsItsLayer(@Started AnyRegistry registry) throws Exception {
        Path archive = dir.resolve("site/charts/web-1.0.0.tgz");
        Files.writeString(dir.resolve("site/charts/web-1.0.0.tgz.prov"), "good");
        EmbeddedHelm.push(archive, "oci://" + registry.host() + "/signed");
        EmbeddedHelm.push(dir.resolve("site/charts/db-1.0.0.tgz"), "oci://" + registry.host() + "/signed");
        chart("web|oci://" + registry.host() + "/signed");
        List<String> asked = new ArrayList<>();
        update(trusting(asked));
        assertThat(asked).containsExactly("web-1.0.0.tgz sha256:" + ChartArchive.sha256(archive));
        chart("db|oci://" + registry.host() + "/signed");
        assertThatThrownBy(() -> update(trusting(asked)))
                .hasMessage("cannot verify " + registry.host()
                        + "/signed/db:1.0.0: it has no provenance file, so nobody has signed it with an OpenPGP key");
    }

    private void assertSecretIsNowhere() throws IOException {
        try (Stream<Path> files = Files.walk(dir.resolve("chart"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain(SECRET);
            }
        }
        assertThat(lines).noneMatch(line -> line.contains(SECRET));
    }
}

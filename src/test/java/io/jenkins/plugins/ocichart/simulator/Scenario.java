package io.jenkins.plugins.ocichart.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.Trust;
import io.jenkins.plugins.ocichart.operation.copy.CopiedChart;
import io.jenkins.plugins.ocichart.operation.copy.Copy;
import io.jenkins.plugins.ocichart.operation.dependency.DependencySources;
import io.jenkins.plugins.ocichart.operation.dependency.DependencyUpdate;
import io.jenkins.plugins.ocichart.operation.login.LoginCheck;
import io.jenkins.plugins.ocichart.operation.migrate.Migrate;
import io.jenkins.plugins.ocichart.operation.migrate.MigrationResult;
import io.jenkins.plugins.ocichart.operation.migrate.MigrationScope;
import io.jenkins.plugins.ocichart.operation.pull.ChartPull;
import io.jenkins.plugins.ocichart.operation.pull.Pull;
import io.jenkins.plugins.ocichart.operation.pull.Show;
import io.jenkins.plugins.ocichart.operation.pull.VerifiedChart;
import io.jenkins.plugins.ocichart.operation.pull.Verify;
import io.jenkins.plugins.ocichart.operation.push.ChartPush;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import io.jenkins.plugins.ocichart.operation.push.KnownArchive;
import io.jenkins.plugins.ocichart.operation.push.Push;
import io.jenkins.plugins.ocichart.operation.push.PushResult;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.repository.ChartRepository;
import io.jenkins.plugins.ocichart.simulator.RegistryStore.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is done while a fault strikes, and what has to be true afterwards, whether it worked or not. */
enum Scenario {
    LOGIN {
        @Override
        void run(FaultyServer server, Path directory) throws Exception {
            new LoginCheck(server.registry().host(), access(server), null).run(directory, line -> {});
        }
    },
    FIRST_PUSH {
        @Override
        void run(FaultyServer server, Path directory) throws Exception {
            push(server, directory);
        }

        @Override
        void assertSound(FaultyServer server, Path directory, boolean succeeded) {
            assertTag(server, succeeded ? List.of(Sample.NEW.digest()) : List.of("absent", Sample.NEW.digest()));
        }
    },
    OVERWRITE {
        @Override
        void prepare(FaultyServer server) {
            Sample.OLD.store(server.registry());
        }

        @Override
        void run(FaultyServer server, Path directory) throws Exception {
            push(server, directory);
        }

        @Override
        void assertSound(FaultyServer server, Path directory, boolean succeeded) {
            assertTag(
                    server,
                    succeeded ? List.of(Sample.NEW.digest()) : List.of(Sample.OLD.digest(), Sample.NEW.digest()));
        }
    },
    PROMOTION {
        @Override
        void prepare(FaultyServer server) {
            Sample.NEW.store(server.registry(), staging(server));
        }

        @Override
        void run(FaultyServer server, Path directory) throws Exception {
            push(server, directory, List.of(new KnownArchive(Sample.NEW.chartDigest(), staging(server))));
        }

        @Override
        void assertSound(FaultyServer server, Path directory, boolean succeeded) {
            assertTag(server, succeeded ? List.of(Sample.NEW.digest()) : List.of("absent", Sample.NEW.digest()));
        }

        private String staging(FaultyServer server) {
            return server.registry().namespace() + "/staging/web";
        }
    },
    PULL {
        @Override
        void prepare(FaultyServer server) {
            Sample.NEW.store(server.registry());
        }

        @Override
        void run(FaultyServer server, Path directory) throws Exception {
            pull(server, directory, "1.0.0");
        }

        @Override
        void assertSound(FaultyServer server, Path directory, boolean succeeded) throws IOException {
            assertFiles(directory, succeeded);
        }
    },
    PULL_RANGE {
        @Override
        void prepare(FaultyServer server) {
            Sample.NEW.store(server.registry());
        }

        @Override
        void run(FaultyServer server, Path directory) throws Exception {
            pull(server, directory, "^1");
        }

        @Override
        void assertSound(FaultyServer server, Path directory, boolean succeeded) throws IOException {
            assertFiles(directory, succeeded);
        }
    },
    SHOW {
        @Override
        void prepare(FaultyServer server) {
            Sample.NEW.store(server.registry());
        }

        @Override
        void run(FaultyServer server, Path directory) throws Exception {
            Show request = new Show(remote(server) + "/web", "chart", "1.0.0", false, Trust.NONE, access(server), null);
            assertThat(request.run(directory, line -> {}).text()).contains("description: The new one");
        }
    },
    COPY {
        @Override
        void prepare(FaultyServer server) {
            Sample.NEW.store(server.registry(), server.registry().namespace() + "/staging/web");
        }

        @Override
        void run(FaultyServer server, Path directory) throws Exception {
            Copy request = new Copy(
                    remote(server) + "/staging/web:1.0.0",
                    null,
                    false,
                    remote(server),
                    IfExists.OVERWRITE,
                    true,
                    Trust.NONE,
                    access(server),
                    access(server));
            CopiedChart copied = request.run(directory, line -> {});
            assertThat(copied.chart().digest()).isEqualTo(Sample.NEW.digest());
        }

        @Override
        void assertSound(FaultyServer server, Path directory, boolean succeeded) {
            assertTag(server, succeeded ? List.of(Sample.NEW.digest()) : List.of("absent", Sample.NEW.digest()));
        }
    },
    MIGRATE {
        @Override
        void run(FaultyServer server, Path directory) throws Exception {
            Path archive = Sample.NEW.archive();
            Path charts = Files.createTempDirectory(directory.toAbsolutePath().getParent(), "site");
            for (String end : List.of("", ".prov")) {
                String name = archive.getFileName() + end;
                Files.copy(archive.resolveSibling(name), charts.resolve(name));
            }
            try (ChartSite site = ChartSite.start().serving(charts)) {
                Files.writeString(charts.resolve("index.yaml"), """
                        apiVersion: v1
                        entries:
                          web:
                          - {name: web, version: 1.0.0, urls: [web-1.0.0.tgz], digest: %s, created: '%s'}
                        """.formatted(
                                Sample.NEW.chartDigest().substring("sha256:".length()), ChartTar.MODIFIED));
                ChartRepository from = new ChartRepository(
                        "", site.url(), RegistryCredential.anonymous(), false, ConnectionSettings.DEFAULT);
                MigrationResult result = new Migrate(
                                from,
                                remote(server),
                                MigrationScope.ALL,
                                IfExists.OVERWRITE,
                                4,
                                false,
                                access(server),
                                rows -> {})
                        .run(directory, line -> {});
                if (result.problem().isPresent()) {
                    throw new IOException(result.problem().get());
                }
            }
        }

        @Override
        void assertSound(FaultyServer server, Path directory, boolean succeeded) throws IOException {
            Repository repository = server.registry().store.get(Sample.repository(server.registry()));
            boolean there = repository != null && repository.tags.containsKey("1.0.0");
            assertThat(there || !succeeded).as("the tag is there").isTrue();
            assertTag(server, List.of(there ? repository.tags.get("1.0.0") : "absent"));
            try (Stream<Path> files = Files.walk(directory).filter(Files::isRegularFile)) {
                assertThat(files).as("files left behind").isEmpty();
            }
        }
    },
    SIGN {
        @Override
        void prepare(FaultyServer server) {
            Sample.NEW.store(server.registry());
        }

        @Override
        void run(FaultyServer server, Path directory) throws Exception {
            SampleSignatures.OURS.sign(server, directory);
        }

        @Override
        void assertSound(FaultyServer server, Path directory, boolean succeeded) throws IOException {
            assertTag(server, List.of(Sample.NEW.digest()));
            assertSigned(server, SampleSignatures.OURS, succeeded);
        }
    },
    SIGN_TOO {
        @Override
        void prepare(FaultyServer server) {
            SampleSignatures.SIGNED.store(server.registry());
        }

        @Override
        void run(FaultyServer server, Path directory) throws Exception {
            SampleSignatures.OURS.sign(server, directory);
        }

        @Override
        void assertSound(FaultyServer server, Path directory, boolean succeeded) throws IOException {
            assertTag(server, List.of(Sample.NEW.digest()));
            assertSigned(server, SampleSignatures.EARLIER, true);
            assertSigned(server, SampleSignatures.OURS, succeeded);
        }
    },
    VERIFY {
        @Override
        void prepare(FaultyServer server) {
            SampleSignatures.SIGNED.store(server.registry());
        }

        @Override
        void run(FaultyServer server, Path directory) throws Exception {
            Trust trust = new Trust(null, null, SampleSignatures.EARLIER.publicKey(), null, Map.of());
            VerifiedChart verified =
                    new Verify(remote(server) + "/web:1.0.0", trust, access(server)).run(directory, line -> {});
            assertThat(verified.chart().digest()).isEqualTo(Sample.NEW.digest());
            assertThat(verified.chart().chartDigest()).isEqualTo(Sample.NEW.chartDigest());
            assertThat(verified.verification().signatures()).isNotEmpty();
        }
    },
    DEPENDENCIES {
        private static final String LOCK = "generated: \"2024-05-06T07:08:09Z\"\n";

        @Override
        void prepare(FaultyServer server) throws IOException {
            Sample.NEW.store(server.registry());
            byte[] archive = Files.readAllBytes(Sample.DATABASE);
            server.registry().files.put("/site/db-1.0.0.tgz", archive);
            String index =
                    "apiVersion: v1\nentries:\n  db:\n  - {name: db, version: 1.0.0, urls: [db-1.0.0.tgz], digest: "
                            + Digest.sha256(archive).hex() + "}\n";
            server.registry().files.put("/site/index.yaml", index.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        void run(FaultyServer server, Path directory) throws Exception {
            Path charts = Files.createDirectories(directory.resolve("app/charts"));
            Files.copy(Sample.DATABASE, charts.resolve("old-0.1.0.tgz"));
            Files.writeString(charts.resolveSibling("Chart.lock"), LOCK);
            Files.writeString(
                    charts.resolveSibling("Chart.yaml"),
                    "apiVersion: v2\nname: app\nversion: 1.0.0\ndependencies:\n"
                            + "- {name: web, version: ^1, repository: '" + remote(server) + "'}\n"
                            + "- {name: db, version: ^1, repository: 'http://"
                            + server.registry().host() + "/site'}\n");
            DependencySources sources = new DependencySources(Map.of(), Map.of(), List.of(), access(server));
            assertThat(new DependencyUpdate(List.of("app"), false, null, null, sources, Trust.NONE)
                            .run(directory, line -> {}))
                    .hasSize(2);
        }

        @Override
        void assertSound(FaultyServer server, Path directory, boolean succeeded) throws IOException {
            Path app = directory.resolve("app");
            try (Stream<Path> files = Files.walk(app)) {
                assertThat(files.map(file -> app.relativize(file).toString()))
                        .containsExactlyInAnyOrder(Stream.concat(
                                        Stream.of("", "Chart.yaml", "Chart.lock", "charts"),
                                        succeeded
                                                ? Stream.of("charts/web-1.0.0.tgz", "charts/db-1.0.0.tgz")
                                                : Stream.of("charts/old-0.1.0.tgz"))
                                .toArray(String[]::new));
            }
            String lock = Files.readString(app.resolve("Chart.lock"));
            if (succeeded) {
                assertThat(lock).contains("- name: web\n", "- name: db\n", "version: 1.0.0\n");
                assertThat(app.resolve("charts/web-1.0.0.tgz")).hasSameBinaryContentAs(Sample.NEW.archive());
                assertThat(app.resolve("charts/db-1.0.0.tgz")).hasSameBinaryContentAs(Sample.DATABASE);
            } else {
                assertThat(lock).isEqualTo(LOCK);
            }
        }
    };

    /** What is in the registry before. */
    void prepare(FaultyServer server) throws IOException {}

    /** Does it, or throws the one clear failure. */
    abstract void run(FaultyServer server, Path directory) throws Exception;

    /** That neither the registry nor the disk has anything wrong or half. */
    void assertSound(FaultyServer server, Path directory, boolean succeeded) throws IOException {}

    static RegistryAccess access(FaultyServer server) {
        return new RegistryAccess(
                new ConnectionSettings(true, false, null, null, null, null),
                server.registry().writer(),
                Map.of());
    }

    static String remote(FaultyServer server) {
        return "oci://" + server.registry().host() + "/" + server.registry().namespace();
    }

    private static void push(FaultyServer server, Path directory) throws Exception {
        push(server, directory, List.of());
    }

    private static void push(FaultyServer server, Path directory, List<KnownArchive> known) throws Exception {
        Push request =
                new Push(Sample.NEW.archive().toString(), remote(server), IfExists.OVERWRITE, 4, access(server), known);
        PushResult result = ChartPush.run(directory, request, line -> {});
        if (!result.failures().isEmpty()) {
            throw new IOException(result.failures().get(0).message());
        }
        assertThat(result.charts().get(0).chart().digest()).isEqualTo(Sample.NEW.digest());
    }

    private static void pull(FaultyServer server, Path directory, String version) throws Exception {
        Pull request = new Pull(remote(server) + "/web", version, false, "pulled", false, ".", true, access(server));
        assertThat(ChartPull.run(directory, request, line -> {}).chart().digest())
                .isEqualTo(Sample.NEW.digest());
    }

    private static void assertTag(FaultyServer server, List<String> allowed) {
        Repository repository = server.registry().store.get(Sample.repository(server.registry()));
        String digest = repository == null ? "absent" : repository.tags.getOrDefault("1.0.0", "absent");
        assertThat(allowed).as("digests that the tag may have").contains(digest);
        if (!digest.equals("absent")) {
            assertComplete(repository, digest);
        }
    }

    private static void assertComplete(Repository repository, String digest) {
        byte[] manifest = repository.manifests.get(digest).bytes();
        assertThat(RegistryStore.digest(manifest)).isEqualTo(digest);
        assertThat(BlobApi.references(manifest))
                .allSatisfy(blob -> assertThat(RegistryStore.digest(repository.blobs.get(blob)))
                        .isEqualTo(blob));
    }

    /** That all tags are of complete manifests, and whether a key's signatures are there if they must be. */
    private static void assertSigned(FaultyServer server, SampleSignatures key, boolean must) throws IOException {
        Repository repository = server.registry().store.get(Sample.repository(server.registry()));
        for (String digest : repository.tags.values()) {
            assertComplete(repository, digest);
        }
        if (must) {
            assertThat(key.forms(server)).containsExactlyInAnyOrder("bundle", "tag");
        } else {
            assertThat(key.forms(server)).isSubsetOf("bundle", "tag");
        }
    }

    private static void assertFiles(Path directory, boolean succeeded) throws IOException {
        try (Stream<Path> files = Files.walk(directory).filter(Files::isRegularFile)) {
            List<Path> found = files.sorted().toList();
            if (!succeeded) {
                assertThat(found).as("files left behind").isEmpty();
                return;
            }
            assertThat(found)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactly("web-1.0.0.tgz", "web-1.0.0.tgz.prov");
            assertThat(found.get(0)).hasSameBinaryContentAs(Sample.NEW.archive());
        }
    }
}

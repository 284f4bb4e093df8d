package io.jenkins.plugins.ocichart.registry.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.NotFoundException;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.simulator.RecordingRegistry;
import io.jenkins.plugins.ocichart.simulator.TokenServer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same behaviour with every real registry and every way to log in. */
class RealRegistriesTest {
    private static final byte[] CONTENT = "a chart".repeat(1000).getBytes(StandardCharsets.UTF_8);
    private static final Descriptor BLOB = Descriptor.of("application/octet-stream", CONTENT);
    private static final byte[] CONFIG = "{}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    /** A running registry. */
    record Peer(String name, String host, RegistryCredential credential, AutoCloseable stop) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            stop.close();
        }
    }

    /** Starts a registry. */
    record Start(String name, Callable<Peer> start) {
        Peer peer() throws Exception {
            return start.call();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Start> registries() {
        RegistryCredential alice = RegistryCredential.basic("alice", "s3cret-of-alice");
        return Stream.of(
                start("embedded Distribution 3, Basic", () -> {
                    EmbeddedRegistry registry = EmbeddedRegistry.start();
                    return new Peer("", registry.host(), alice, registry);
                }),
                start("docker-registry 2.8, no login", () -> {
                    DockerRegistry registry = DockerRegistry.start();
                    return new Peer("", registry.host(), RegistryCredential.anonymous(), registry);
                }),
                start("docker-registry 2.8, Basic", () -> {
                    DockerRegistry registry = DockerRegistry.withBasicLogin();
                    return new Peer("", registry.host(), alice, registry);
                }),
                start("docker-registry 2.8, token", () -> withTokens(alice)),
                start(
                        "docker-registry 2.8, identity token",
                        () -> withTokens(RegistryCredential.identityToken(TokenServer.REFRESH_TOKEN))));
    }

    private static Start start(String name, Callable<Peer> start) {
        return new Start(name, start);
    }

    private static Peer withTokens(RegistryCredential credential) {
        TokenServer tokens = TokenServer.start();
        DockerRegistry registry = tokens.registry();
        return new Peer("", registry.host(), credential, () -> {
            registry.close();
            tokens.close();
        });
    }

    private static RegistryClient client(Peer peer) throws RegistryException {
        return RegistryClient.open(peer.host(), ConnectionSettings.DEFAULT, peer.credential());
    }

    private static byte[] manifest(Descriptor config, Descriptor layer) {
        return """
                {"schemaVersion":2,"config":{"mediaType":"%s","digest":"%s","size":%d},\
                "layers":[{"mediaType":"%s","digest":"%s","size":%d}],"annotations":{"a":"b"}}""".formatted(
                        config.mediaType(),
                        config.digest(),
                        config.size(),
                        layer.mediaType(),
                        layer.digest(),
                        layer.size())
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aDownloadThatBreaksOffGoesOnWhereItEnded(@TempDir Path directory, @Started DockerRegistry registry)
            throws Exception {
        byte[] content = new byte[5_000_000];
        new Random(9).nextBytes(content);
        Descriptor blob = Descriptor.of("application/octet-stream", content);
        try (RecordingRegistry proxy = RecordingRegistry.inFrontOf(registry.host());
                RegistryClient client = Fast.client(proxy.host(), RegistryCredential.anonymous())) {
            client.repository("charts/web").upload(blob, Body.of(content), TransferListener.NONE);
            proxy.clear();
            proxy.breakOff(3);

            client.repository("charts/web").download(blob, directory.resolve("copy"), TransferListener.NONE);

            assertThat(directory.resolve("copy")).hasBinaryContent(content);
            assertThat(proxy.requests())
                    .extracting(RecordingRegistry.Recorded::status)
                    .containsExactly(200, 206, 206, 206);
            assertThat(proxy.requests().get(3).headers()).containsEntry("range", "bytes=" + 3 * (1 << 20) + "-");
        }
    }

    @ParameterizedTest
    @MethodSource("registries")
    void whatIsPushedComesBack(Start registry) throws Exception {
        try (Peer peer = registry.peer();
                RegistryClient client = client(peer)) {
            client.login();
            assertThat(client.repository("charts/web").forPush().resolve("1.0.0"))
                    .isEmpty();
            assertThat(client.repository("charts/web").forPush().hasBlob(BLOB)).isFalse();

            Path file = Files.write(directory.resolve("blob"), CONTENT);
            List<Long> progress = new CopyOnWriteArrayList<>();
            client.repository("charts/web").upload(BLOB, Body.of(file), progress::add);
            Descriptor config = Descriptor.of("application/vnd.cncf.helm.config.v1+json", CONFIG);
            client.repository("charts/web").upload(config, Body.of(CONFIG), TransferListener.NONE);
            byte[] manifest = manifest(config, BLOB);
            Digest digest = client.repository("charts/web").putManifest("1.0.0", Manifest.OCI_MANIFEST, manifest);

            assertThat(progress).last().isEqualTo((long) CONTENT.length);
            assertThat(client.repository("charts/web").forPush().hasBlob(BLOB)).isTrue();
            assertThat(client.repository("charts/web").forPush().resolve("1.0.0"))
                    .contains(new Descriptor(Manifest.OCI_MANIFEST, digest, manifest.length));
            assertThat(client.repository("charts/web").tags()).containsExactly("1.0.0");
            Manifest fetched = client.repository("charts/web").manifest("1.0.0");
            assertThat(fetched.bytes()).isEqualTo(manifest);
            assertThat(fetched.digest()).isEqualTo(digest);
            assertThat(client.repository("charts/web")
                            .manifest(digest.toString())
                            .config())
                    .contains(config);

            Path target = directory.resolve("out/chart.tgz");
            Files.createDirectories(target.getParent());
            client.repository("charts/web").download(fetched.layers().get(0), target, TransferListener.NONE);
            assertThat(target).hasBinaryContent(CONTENT);
            assertThat(target.getParent().toFile().list()).containsExactly("chart.tgz");
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            client.repository("charts/web").download(config, new BlobStream(stream), TransferListener.NONE);
            assertThat(stream.toByteArray()).isEqualTo(CONFIG);
        }
    }

    @ParameterizedTest
    @MethodSource("registries")
    void anEmptyBlobCanBeStoredAndFetched(Start registry) throws Exception {
        try (Peer peer = registry.peer();
                RegistryClient client = client(peer)) {
            Descriptor empty = Descriptor.of("text/plain", new byte[0]);
            client.repository("charts/web").upload(empty, Body.of(new byte[0]), TransferListener.NONE);

            Path target = directory.resolve("empty");
            client.repository("charts/web").download(empty, target, TransferListener.NONE);

            assertThat(target).isEmptyFile();
        }
    }

    @ParameterizedTest
    @MethodSource("registries")
    void missingThingsAreNamed(Start registry) throws Exception {
        try (Peer peer = registry.peer();
                RegistryClient client = client(peer)) {
            assertThatThrownBy(() -> client.repository("charts/none").manifest("1.0.0"))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageStartingWith(peer.host() + " has no charts/none:1.0.0 (404");
            assertThatThrownBy(() -> client.repository("charts/none").tags())
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining(peer.host())
                    .hasMessageContaining("charts/none");
            Path target = directory.resolve("blob");
            assertThatThrownBy(() -> client.repository("charts/none").download(BLOB, target, TransferListener.NONE))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining(BLOB.digest().toString());
            assertThat(directory).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @MethodSource("registries")
    void aWrongLoginIsRefusedWithHelmsWords(Start registry) throws Exception {
        try (Peer peer = registry.peer()) {
            Supplier<String> text = () -> "authenticating to \"" + peer.host() + "\": ";
            for (RegistryCredential wrong : List.of(
                    RegistryCredential.basic("alice", "wrong-password"),
                    RegistryCredential.identityToken("wrong-password"),
                    RegistryCredential.bearer("wrong-password"))) {
                try (RegistryClient client = RegistryClient.open(peer.host(), ConnectionSettings.DEFAULT, wrong)) {
                    if (registry.name().contains("no login")) {
                        client.login();
                    } else {
                        assertThatThrownBy(client::login)
                                .isInstanceOf(UnauthorizedException.class)
                                .hasMessageStartingWith(text.get())
                                .hasMessageContaining("401")
                                .hasMessageNotContaining("wrong-password");
                    }
                }
            }
        }
    }
}

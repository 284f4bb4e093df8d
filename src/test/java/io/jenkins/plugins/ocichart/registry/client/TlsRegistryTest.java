package io.jenkins.plugins.ocichart.registry.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.TestKeyStore;
import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.ConnectionException;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real registry behind TLS. */
class TlsRegistryTest {
    private static final TestKeyStore KEYS =
            TestKeyStore.create().add("server", "CN=registry", "EC", null, "san=ip:127.0.0.1");

    @TempDir
    Path directory;

    @Tag("slow")
    @Test
    void anOwnCaLeadsToHttp2ButForLargeUploads() throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(4).nextBytes(content);
        Descriptor blob = Descriptor.of("application/octet-stream", content);
        String ca = Files.writeString(directory.resolve("ca.pem"), KEYS.certificatePem("server"))
                .toString();
        try (DockerRegistry registry = DockerRegistry.withTls(KEYS.pem("server"));
                RegistryClient client = RegistryClient.open(
                        registry.host(),
                        new ConnectionSettings(false, false, ca, null, null, null),
                        RegistryCredential.anonymous())) {
            client.login();
            client.repository("charts/web").upload(blob, Body.of(content), TransferListener.NONE);
            client.repository("charts/web").download(blob, directory.resolve("copy"), TransferListener.NONE);

            assertThat(directory.resolve("copy")).hasBinaryContent(content);
            List<String> older = registry.log()
                    .lines()
                    .filter(line -> line.contains("HTTP/1.1\""))
                    .toList();
            assertThat(older).allMatch(line -> line.contains("\"PUT /v2/charts/web/blobs/uploads/"));
            assertThat(registry.log()).contains("HTTP/2.0\"");
        }
    }

    @Test
    void plainHttpIsToldToTurnItOff() throws Exception {
        try (DockerRegistry registry = DockerRegistry.withTls(KEYS.pem("server"));
                RegistryClient client = RegistryClient.open(
                        registry.host(),
                        new ConnectionSettings(true, false, null, null, null, null),
                        RegistryCredential.anonymous())) {
            assertThatThrownBy(client::login)
                    .isInstanceOf(ConnectionException.class)
                    .hasMessage("authenticating to \"" + registry.host() + "\": " + registry.host()
                            + " expects HTTPS; turn off plain HTTP (plainHttp).");
        }
    }
}

package io.jenkins.plugins.ocichart.registry.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory does not grow with the chart's size: 90 MB pass through a JVM with a heap of 64 MB. */
class LargeBlobTest {
    private static final int SIZE = 90_000_000;

    @TempDir
    Path directory;

    @Test
    void ninetyMegabytesPassThroughASmallHeapUpAndDown() throws Exception {
        Path file = directory.resolve("large");
        String hex = write(file);
        Path copy = directory.resolve("copy");
        try (DockerRegistry registry = DockerRegistry.openStoringIn(directory.resolve("storage"))) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Child.class.getName(),
                            registry.host(),
                            hex,
                            file.toString(),
                            copy.toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(output).isZero();
        }
        assertThat(sha256(copy)).isEqualTo(hex);
    }

    private static String write(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        Random random = new Random(3);
        byte[] piece = new byte[SIZE / 100];
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
            for (int i = 0; i < 100; i++) {
                random.nextBytes(piece);
                out.write(piece);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String sha256(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** What runs in the JVM with the small heap. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            Descriptor blob = new Descriptor("application/octet-stream", Digest.ofSha256Hex(arguments[1]), SIZE);
            try (RegistryClient client =
                    RegistryClient.open(arguments[0], ConnectionSettings.DEFAULT, RegistryCredential.anonymous())) {
                client.repository("charts/large").upload(blob, Body.of(Path.of(arguments[2])), TransferListener.NONE);
                client.repository("charts/large").download(blob, Path.of(arguments[3]), TransferListener.NONE);
            }
        }
    }
}

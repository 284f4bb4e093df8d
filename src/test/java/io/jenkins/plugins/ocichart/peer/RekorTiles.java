package io.jenkins.plugins.ocichart.peer;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/**
 * A real Rekor log of version 2 ({@code rekor-server-posix} on the path: rekor-tiles with files for its storage), as a process of
 * its own. Tests are skipped where there is none.
 */
public final class RekorTiles implements Closeable {
    private final Process process;
    private final Path directory;
    private final int port;

    private RekorTiles(Process process, Path directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    /** An empty log with a new Ed25519 key. */
    public static RekorTiles start() {
        Path program = Programs.onPath("rekor-server-posix", "");
        try {
            Path directory = Files.createTempDirectory("rekor-tiles");
            KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            pem(directory.resolve("log.key"), "PRIVATE KEY", keys.getPrivate());
            pem(directory.resolve("log.pub"), "PUBLIC KEY", keys.getPublic());
            int port = Programs.freePort();
            Process process = Programs.serve(
                    directory,
                    port,
                    program.toString(),
                    "serve",
                    "--http-port=" + port,
                    "--grpc-port=" + Programs.freePort(),
                    "--http-metrics-port=" + Programs.freePort(),
                    "--hostname=127.0.0.1",
                    "--storage-dir=tiles",
                    "--signer-filepath=log.key",
                    "--checkpoint-interval=500ms");
            return new RekorTiles(process, directory, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pem(Path file, String type, Key key) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                        + "\n-----END " + type + "-----\n");
    }

    /** The log's address. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** What {@code cosign trusted-root create --rekor} has to know. */
    public String trust() {
        return "url=" + url() + ",public-key=" + directory.resolve("log.pub") + ",origin=127.0.0.1,start-time="
                + Instant.now().minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroy();
    }
}

package io.jenkins.plugins.ocichart.peer;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * A real time-stamp authority ({@code timestamp-server} of sigstore on the path, with a new certificate in memory), as a process of
 * its own. Tests are skipped where there is none.
 */
public final class TimestampServer implements Closeable {
    /** It can't be told to leave that out. */
    private static final int METRICS = 2112;

    private final Process process;
    private final Path directory;
    private final int port;

    private TimestampServer(Process process, Path directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    /** An authority. */
    public static TimestampServer start() {
        Path program = Programs.onPath("timestamp-server", "");
        try (ServerSocket metrics = new ServerSocket(METRICS)) {
            assert metrics.isBound();
        } catch (IOException e) {
            Assumptions.abort("skipped: timestamp-server wants the port " + METRICS + ", which is taken");
        }
        try {
            Path directory = Files.createTempDirectory("timestamp-server");
            int port = Programs.freePort();
            Process process = Programs.serve(
                    directory,
                    port,
                    program.toString(),
                    "serve",
                    "--host=127.0.0.1",
                    "--port=" + port,
                    "--timestamp-signer=memory",
                    "--disable-ntp-monitoring");
            return new TimestampServer(process, directory, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address that takes requests. */
    public String url() {
        return "http://127.0.0.1:" + port + "/api/v1/timestamp";
    }

    /** What {@code cosign trusted-root create --tsa} has to know. */
    public String trust() throws IOException {
        Path chain = directory.resolve("chain.pem");
        try (InputStream in = URI.create(url() + "/certchain").toURL().openStream()) {
            Files.write(chain, in.readAllBytes());
        }
        return "url=" + url() + ",certificate-chain=" + chain;
    }

    @Override
    public void close() {
        process.destroy();
    }
}

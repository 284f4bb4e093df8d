package io.jenkins.plugins.ocichart.peer;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The {@code zot} on the path, as a process of its own. Tests are skipped where there is none. */
public final class ZotRegistry implements Closeable {
    private final Process process;
    private final int port;

    private ZotRegistry(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** A registry that wants the same login as {@link DockerRegistry#withBasicLogin}. */
    public static ZotRegistry withBasicLogin() {
        Path program = find();
        try {
            Path directory = Files.createTempDirectory("zot");
            Path logins = Files.writeString(directory.resolve("htpasswd"), DockerRegistry.HTPASSWD);
            int port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
                port = free.getLocalPort();
            }
            Path config = Files.writeString(
                    directory.resolve("config.json"), """
                    {"distSpecVersion": "1.1.0",
                     "storage": {"rootDirectory": "%s"},
                     "http": {"address": "127.0.0.1", "port": "%d", "auth": {"htpasswd": {"path": "%s"}}},
                     "log": {"level": "error"}}
                    """.formatted(directory.resolve("storage"), port, logins));
            Process process = new ProcessBuilder(program.toString(), "serve", config.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
            ZotRegistry registry = new ZotRegistry(process, port);
            registry.awaitStart(directory.resolve("log"));
            return registry;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path find() {
        for (String entry : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path candidate = Path.of(entry, "zot");
            if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        Assumptions.abort("skipped: no zot on the path");
        throw new IllegalStateException();
    }

    private void awaitStart(Path log) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < deadline && process.isAlive()) {
            try (Socket ignored = new Socket("127.0.0.1", port)) {
                return;
            } catch (IOException notYet) {
                try {
                    TimeUnit.MILLISECONDS.sleep(20);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        close();
        throw new IOException("zot did not start: " + Files.readString(log));
    }

    /** The registry's {@code host:port}. */
    public String host() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
    }
}

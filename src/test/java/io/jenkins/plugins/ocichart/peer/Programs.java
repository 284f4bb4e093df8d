package io.jenkins.plugins.ocichart.peer;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;

/** What peers need that are programs or listen at a port. */
final class Programs {
    private Programs() {}

    /** A program on the path; if there is none, the test that asks for it is skipped. */
    static Path onPath(String name, String hint) {
        for (String entry : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path candidate = Path.of(entry, name);
            if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        return Assumptions.abort("skipped: no " + name + " on the path" + hint);
    }

    /** A port of 127.0.0.1 that nothing listens at. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    /** Starts a server of its own and waits until it listens at its port; its output goes to a file {@code log} in a directory. */
    static Process serve(Path directory, int port, String... command) throws IOException {
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!awaitPort(port, process::isAlive)) {
            process.destroyForcibly();
            throw new IOException(command[0] + " did not start: " + Files.readString(log));
        }
        return process;
    }

    /** Waits until something listens at a port, for at most 30 seconds and while the server is alive. */
    static boolean awaitPort(int port, BooleanSupplier alive) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < deadline && alive.getAsBoolean()) {
            try (Socket ignored = new Socket("127.0.0.1", port)) {
                return true;
            } catch (IOException notYet) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        }
        return false;
    }
}

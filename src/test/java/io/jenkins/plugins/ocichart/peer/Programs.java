package io.jenkins.plugins.ocichart.peer;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;

/** What peers need that are programs or listen at a port. */
public final class Programs {
    /** Linux and Windows give away ports from 32768 and 49152. */
    private static final int FIRST_PORT = 16_384;

    private static final int END_OF_PORTS = 32_768;

    private Programs() {}

    /** A program on the path; if there is none, the test that asks for it is skipped. */
    static Path onPath(String name, String hint) {
        return find(name).orElseGet(() -> Assumptions.abort("skipped: no " + name + " on the path" + hint));
    }

    /** A program on the path, if it is there. */
    public static Optional<Path> find(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(entry -> Path.of(entry, name))
                .filter(candidate -> Files.isRegularFile(candidate) && Files.isExecutable(candidate))
                .findFirst();
    }

    /**
     * A port of 127.0.0.1 that nothing listens at. It is none that the system gives to connections and to servers that take any:
     * one of those could be taken before the one who asked listens there, or while it is restarted.
     */
    public static int freePort() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, END_OF_PORTS);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // try another one
            }
        }
        throw new IllegalStateException("no free port");
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

    /** Waits until something listens at a port, for at most two minutes and while the server is alive. */
    static boolean awaitPort(int port, BooleanSupplier alive) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
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

package io.jenkins.plugins.ocichart.simulator;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Every scenario with a registry whose name has two addresses: the first one refuses connections, or doesn't answer. A JVM of
 * its own has the hosts file that says so.
 */
final class DeadFirstAddress {
    private DeadFirstAddress() {}

    /** Runs them all below a directory and prints a line for each, which ends in {@code ok} or what went wrong. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        List<Callable<String>> rows = new ArrayList<>();
        for (Scenario scenario : Scenario.values()) {
            for (boolean silent : new boolean[] {false, true}) {
                String row = scenario + (silent ? " | first address silent | " : " | first address refuses | ");
                rows.add(() -> row + outcome(scenario, silent, Files.createTempDirectory(directory, "dead")));
            }
        }
        ExecutorService pool = Executors.newFixedThreadPool(8);
        for (Future<String> row : pool.invokeAll(rows)) {
            System.out.println(row.get());
        }
        pool.shutdown();
    }

    private static String outcome(Scenario scenario, boolean silent, Path folder) throws Exception {
        try (FaultyServer server = new FaultyServer(Sample.NEW.names(), "two.localhost")) {
            int port = Integer.parseInt(server.registry().host().split(":")[1]);
            scenario.prepare(server);
            if (!silent) {
                return outcome(server, scenario, folder);
            }
            try (ServerSocket full = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.2"));
                    // The kernel takes connections up to the backlog; what comes then gets no answer.
                    Socket first = new Socket(full.getInetAddress(), port);
                    Socket second = new Socket(full.getInetAddress(), port)) {
                return first.isConnected() && second.isConnected() ? outcome(server, scenario, folder) : "not silent";
            }
        }
    }

    private static String outcome(FaultyServer server, Scenario scenario, Path folder) {
        long start = System.nanoTime();
        try {
            scenario.run(server, folder);
            scenario.assertSound(server, folder, true);
            long seconds = (System.nanoTime() - start) / 1_000_000_000;
            return seconds < 25 ? "ok" : "only after " + seconds + " s";
        } catch (Exception | AssertionError e) {
            return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
        }
    }
}

package io.jenkins.plugins.ocichart.soak;

import io.jenkins.plugins.ocichart.operation.ChildJvm;
import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.simulator.Clouds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Thousands of logins, pushes and pulls in one JVM, as in an agent that isn't restarted for weeks, with what the process holds
 * printed in between. Every {@value #EVERY_FAILURE}th round meets what fails, since leaks hide in the paths that fail.
 */
public final class Soak {
    /** How often a round has to meet a failure. */
    static final int EVERY_FAILURE = 10;

    private static final int LINES = 20;

    private Soak() {}

    /** What is repeated; rounds are counted from 1. */
    @FunctionalInterface
    interface Rounds {
        void run(int round) throws Exception;
    }

    /** Takes a folder to work in and the number of rounds, with {@code cloud} before it for logins of cloud providers. */
    public static void main(String[] arguments) throws Exception {
        String[] what = arguments[1].split(" ");
        int rounds = Integer.parseInt(what[what.length - 1]);
        Path work = Files.createTempDirectory(Files.createDirectories(Path.of(arguments[0])), "work");
        try {
            if (what[0].equals("cloud")) {
                Path folder = Files.createDirectory(work.resolve("clouds"));
                try (Clouds clouds =
                        Clouds.start(folder, ChildJvm.command(Clouds.class, List.of("-Xmx512m"), folder))) {
                    run(new CloudRounds(work, clouds), rounds);
                }
            } else {
                try (DockerRegistry registry = DockerRegistry.withBasicLogin()) {
                    run(new RegistryRounds(work, registry), rounds);
                }
            }
        } finally {
            delete(work);
        }
        System.exit(0);
    }

    private static void run(Rounds rounds, int count) throws Exception {
        Footprint.printHeading();
        Footprint.take(0).print();
        int each = Math.max(1, count / LINES);
        for (int round = 1; round <= count; round++) {
            rounds.run(round);
            if (round % each == 0) {
                Footprint.take(round).print();
            }
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}

package io.jenkins.plugins.ocichart.security;

import hudson.util.RemotingDiagnostics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/** What others can see of Jenkins and its agents while it works: threads' names and stacks, and the list of processes. */
final class Bystander {
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    /** Looks around. */
    void look() throws IOException {
        Thread.getAllStackTraces().keySet().forEach(thread -> seen.add(thread.getName()));
        for (hudson.model.Computer computer : Jenkins.get().getComputers()) {
            if (computer.getChannel() != null) {
                try {
                    RemotingDiagnostics.getThreadDump(computer.getChannel())
                            .forEach((name, stack) -> seen.add(name + stack));
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        }
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes
                    .filter(path -> path.getFileName().toString().matches("\\d+"))
                    .toList()) {
                for (String file : List.of("cmdline", "environ")) {
                    try {
                        seen.add(Files.readString(process.resolve(file), StandardCharsets.ISO_8859_1));
                    } catch (IOException e) {
                        // gone, or not ours
                    }
                }
            }
        }
    }

    /** Everything that was to be seen. */
    Queue<String> seen() {
        return seen;
    }
}

package io.jenkins.plugins.ocichart.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that was started to be measured. */
final class Child {
    private static final int LOOK_MILLIS = 2;

    private final List<String> command;
    private final Process process;
    private final Path output;

    private Child(List<String> command, Process process, Path output) {
        this.command = command;
        this.process = process;
        this.output = output;
    }

    static Child start(List<String> command) throws IOException {
        Path output = Files.createTempFile("benchmark", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new Child(command, process, output);
    }

    /** Waits for its end; a failure is an exception with what it printed. */
    void await() throws IOException, InterruptedException {
        int status = process.waitFor();
        String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
        Files.delete(output);
        if (status != 0) {
            throw new IOException(command.get(0) + " ended with " + status + ": " + text);
        }
    }

    /**
     * Waits for its end and tells the most memory it had in RAM, in KiB, as Linux counts it (VmHWM). Looking costs time, so
     * this is not for runs that are timed.
     */
    long awaitPeakMemory() throws IOException, InterruptedException {
        long peak = 0;
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            try {
                peak = Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .reduce(peak, Math::max);
            } catch (IOException e) {
                // it ends
            }
        }
        await();
        return peak;
    }
}

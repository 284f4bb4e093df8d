package io.jenkins.plugins.ocichart.differential;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Compares what we and real Helm read of as many inputs as wanted. What we read Helm must read too, and as the same. */
public final class Differential {
    private static final int BATCH = 1000;
    private static final int EVERY = 50_000;

    private final Subject subject;
    private final Random random;
    private final Path findings;
    private final List<byte[]> read = new ArrayList<>();
    private final List<String> ours = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();
    private long compared;

    /**
     * Compares inputs of one kind.
     *
     * @param findings the folder that gets the inputs that differ; null for none
     */
    Differential(Subject subject, long seed, Path findings) {
        this.subject = subject;
        this.random = new Random(seed);
        this.findings = findings;
    }

    /** Takes the folder of findings, a kind of input ({@code yaml}, {@code archive}, {@code constraint}), how many, and a seed. */
    public static void main(String[] arguments) throws Exception {
        String[] options = arguments[1].split(" ");
        int count = Integer.parseInt(options[1]);
        long seed = options.length > 2 ? Long.parseLong(options[2]) : System.nanoTime();
        System.out.println(options[0] + ", seed " + seed);
        try (Subject subject = subject(options[0]).get()) {
            Differential differential = new Differential(subject, seed, Files.createDirectories(Path.of(arguments[0])));
            for (int done = 0; done < count; done += EVERY) {
                differential.run(Math.min(EVERY, count - done));
                System.out.printf(
                        "%d inputs, %d read by both, %d differences%n",
                        Math.min(count, done + EVERY), differential.compared, differential.differences.size());
            }
            System.exit(differential.differences.isEmpty() ? 0 : 1);
        }
    }

    private static Supplier<Subject> subject(String name) {
        return switch (name) {
            case "yaml" -> ChartYamls::new;
            case "archive" -> Archives::new;
            case "constraint" -> Constraints::new;
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Makes so many inputs and compares those that we read; returns all differences so far, a line each. */
    List<String> run(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            byte[] input = subject.input(random);
            try {
                String reading = subject.ours(input);
                if (reading != null) {
                    read.add(input);
                    ours.add(reading);
                }
            } catch (Exception | AssertionError | StackOverflowError e) {
                differ(input, e.toString());
            }
            if (read.size() == BATCH) {
                compare();
            }
        }
        compare();
        return differences;
    }

    /** How many inputs both read. */
    long compared() {
        return compared;
    }

    private void compare() throws IOException {
        if (read.isEmpty()) {
            return;
        }
        List<String> helms = subject.helms(read);
        if (helms.size() != read.size()) {
            throw new IllegalStateException(helms.size() + " answers to " + read.size());
        }
        for (int i = 0; i < helms.size(); i++) {
            if (helms.get(i).equals(ours.get(i))) {
                compared++;
                subject.keep(read.get(i), random);
            } else {
                differ(read.get(i), helms.get(i));
            }
        }
        read.clear();
        ours.clear();
    }

    private void differ(byte[] input, String helms) throws IOException {
        String difference = new String(input, StandardCharsets.UTF_8) + "\n=> " + helms;
        differences.add(difference);
        if (findings != null) {
            Files.write(findings.resolve(subject.getClass().getSimpleName() + "-" + differences.size()), input);
            System.out.println(difference.replaceAll("[^\\n\\x20-\\x7e]+", "?"));
        }
    }
}

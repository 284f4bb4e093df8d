package io.jenkins.plugins.ocichart.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** The tables of {@link FirstStepBenchmark}, left in {@code target-jenkins/target/first-step.txt}. */
final class FirstStepReport {
    private final Map<String, List<FirstStep>> steps = new TreeMap<>();
    private final List<String> lines = new ArrayList<>();

    FirstStepReport(String conditions) {
        lines.add(conditions);
    }

    void add(String way, int delay, FirstStep step) {
        steps.computeIfAbsent(delay + " ms, " + way, key -> new ArrayList<>()).add(step);
    }

    void print() throws IOException {
        lines.add("| channel, way | first, ms | next, ms | bytes, first | next | round trips, first | next |");
        steps.forEach((name, all) -> lines.add("| %s | %s | %s | %s | %s | %s | %s |"
                .formatted(
                        name,
                        spread(all, FirstStep::first),
                        spread(all, FirstStep::next),
                        median(all, s -> s.bytes(s.start(), s.between())),
                        median(all, s -> s.bytes(s.between(), s.end())),
                        median(all, s -> s.requests(s.start(), s.between())),
                        median(all, s -> s.requests(s.between(), s.end())))));
        steps.forEach((name, all) -> details(name, typical(all)));
        Path file = Path.of("target-jenkins", "target", "first-step.txt");
        Files.write(file, lines);
        lines.forEach(System.out::println);
    }

    /** The classes and jars of one turn, and of ours where its time went and what it waited for. */
    private void details(String name, FirstStep step) {
        lines.add("");
        lines.add("%s: %d ms, classes %s, jars %s"
                .formatted(name, step.first(), step.loaded(step.start(), step.between()), step.jars()));
        if (!name.endsWith("ours")) {
            return;
        }
        for (FirstStep.Part part : step.parts()) {
            lines.add("| %s | %d | %d | %s |"
                    .formatted(part.name(), part.milliseconds(), part.requests(), part.classes()));
        }
        Map<String, Long> requests = new LinkedHashMap<>();
        step.sent(step.start(), step.between()).stream()
                .filter(ChannelTrace.Sent::isRequest)
                .forEach(s ->
                        requests.merge((s.toAgent() ? "to the agent: " : "from it: ") + s.command(), 1L, Long::sum));
        requests.forEach((command, count) -> lines.add("  " + count + " " + command));
    }

    private static FirstStep typical(List<FirstStep> all) {
        return all.stream()
                .sorted(Comparator.comparingLong(FirstStep::first))
                .toList()
                .get(all.size() / 2);
    }

    private static String spread(List<FirstStep> all, ToLongFunction<FirstStep> value) {
        long[] sorted = all.stream().mapToLong(value).sorted().toArray();
        return "%d (%d – %d)".formatted(median(all, value), sorted[0], sorted[sorted.length - 1]);
    }

    private static long median(List<FirstStep> all, ToLongFunction<FirstStep> value) {
        return all.stream().mapToLong(value).sorted().toArray()[all.size() / 2];
    }
}

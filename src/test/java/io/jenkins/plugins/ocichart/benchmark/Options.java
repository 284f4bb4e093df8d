package io.jenkins.plugins.ocichart.benchmark;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * What to measure.
 *
 * @param scenarios {@code small}, {@code many}, {@code large}, {@code tags}, {@code memory}, {@code migration},
 *     {@code dependencies}
 * @param latencies what is added to each answer
 * @param warmUp how often each tool works on a small chart before its times count, without latency; a quarter of it
 *     for a pull by a range
 * @param rounds how often each tool has its turn in quick scenarios; slow ones take fewer
 */
record Options(Set<String> scenarios, List<Duration> latencies, int warmUp, int rounds) {
    private static final Set<String> ALL =
            Set.of("small", "many", "large", "tags", "memory", "migration", "dependencies");

    /** Reads {@code scenarios=small,many latency=0,20 warmup=2000 rounds=15}; what isn't named has its default. */
    static Options parse(String text) {
        TreeMap<String, String> given = new TreeMap<>();
        for (String word : text.strip().split("\\s+")) {
            if (!word.isEmpty()) {
                String[] parts = word.split("=", 2);
                if (parts.length != 2
                        || !Set.of("scenarios", "latency", "warmup", "rounds").contains(parts[0])) {
                    throw new IllegalArgumentException("unknown option '" + word + "'; there are scenarios="
                            + String.join(",", ALL) + " latency=0,20,100 warmup=2000 rounds=15");
                }
                given.put(parts[0], parts[1]);
            }
        }
        Set<String> scenarios =
                given.containsKey("scenarios") ? Set.of(given.get("scenarios").split(",")) : ALL;
        if (!ALL.containsAll(scenarios)) {
            throw new IllegalArgumentException("unknown scenario among " + scenarios + "; there are " + ALL);
        }
        return new Options(
                scenarios,
                Arrays.stream(given.getOrDefault("latency", "0,20,100").split(","))
                        .map(millis -> Duration.ofMillis(Long.parseLong(millis)))
                        .toList(),
                Integer.parseInt(given.getOrDefault("warmup", "2000")),
                Integer.parseInt(given.getOrDefault("rounds", "15")));
    }
}

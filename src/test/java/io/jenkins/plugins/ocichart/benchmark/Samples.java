package io.jenkins.plugins.ocichart.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Times of several tools that did the same, in milliseconds. */
final class Samples {
    private final Map<String, List<Double>> byTool = new LinkedHashMap<>();

    /** Readies one run of a tool. */
    @FunctionalInterface
    interface Preparation {
        /** {@code round} is negative for runs that only warm up. */
        Tool.Action ready(Tool tool, int round) throws Exception;
    }

    /**
     * Lets the tools take turns, another one first in every round, so that whatever else the machine does meets all of
     * them alike.
     *
     * @param warmUp rounds whose times don't count
     */
    static Samples take(int warmUp, int rounds, List<Tool> tools, Preparation preparation) throws Exception {
        Samples samples = new Samples();
        tools.forEach(tool -> samples.byTool.put(tool.name(), new ArrayList<>()));
        for (int round = -warmUp; round < rounds; round++) {
            for (int turn = 0; turn < tools.size(); turn++) {
                Tool tool = tools.get(Math.floorMod(round + turn, tools.size()));
                Tool.Action action = preparation.ready(tool, round);
                long start = System.nanoTime();
                action.run();
                double millis = (System.nanoTime() - start) / 1e6;
                if (round >= 0) {
                    samples.byTool.get(tool.name()).add(millis);
                }
            }
        }
        return samples;
    }

    List<String> tools() {
        return List.copyOf(byTool.keySet());
    }

    double median(String tool) {
        return quantile(tool, 0.5);
    }

    /** The value below which this part of a tool's times lies. */
    double quantile(String tool, double part) {
        return quantile(byTool.get(tool), part);
    }

    static double quantile(List<Double> values, double part) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double place = part * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = (int) Math.ceil(place);
        return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
    }

    /** The median of one tool to that of another. */
    double ratio(String tool, String other) {
        return median(tool) / median(other);
    }
}

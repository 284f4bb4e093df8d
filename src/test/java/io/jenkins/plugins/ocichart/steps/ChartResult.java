package io.jenkins.plugins.ocichart.steps;

import java.util.stream.Stream;

/** What steps return of a chart in a registry. */
final class ChartResult {
    private ChartResult() {}

    /** The keys that all steps return, in order, and those of one step behind them. */
    static String[] keysAnd(String... more) {
        Stream<String> all = Stream.of(
                "ref",
                "registry",
                "repository",
                "tag",
                "digest",
                "name",
                "version",
                "appVersion",
                "chartDigest",
                "chartSize",
                "provenanceDigest");
        return Stream.concat(all, Stream.of(more)).toArray(String[]::new);
    }
}

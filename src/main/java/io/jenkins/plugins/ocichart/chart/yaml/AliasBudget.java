package io.jenkins.plugins.ocichart.chart.yaml;

/**
 * go-yaml's defence against documents that aliases blow up: of the values that a document stands for, only so many may
 * come from aliases (its {@code allowedAliasRatio}).
 */
final class AliasBudget {
    private static final int SMALL = 400_000;
    private static final int LARGE = 4_000_000;

    private long total;
    private long aliased;

    /** The values so far, with those that aliases repeat. */
    long total() {
        return total;
    }

    void count(long values) throws ChartException {
        total += values;
        if (aliased > 100 && total > 1000 && (double) aliased / total > allowedRatio()) {
            throw new ChartException("document contains excessive aliasing");
        }
    }

    /** Counts the values that an alias repeats. */
    void countAliased(long values) throws ChartException {
        aliased += values;
        count(values);
    }

    private double allowedRatio() {
        double beyondSmall = (double) (Math.min(Math.max(total, SMALL), LARGE) - SMALL) / (LARGE - SMALL);
        return 0.99 - 0.89 * beyondSmall;
    }
}

package io.jenkins.plugins.ocichart.chart;

import java.util.Locale;
import java.util.Optional;

/** What {@code helm show} shows of a chart. */
public enum ChartPart {
    ALL,
    CHART,
    VALUES,
    README,
    CRDS;

    /** The part of this name in lower case, as in Helm's command. */
    public static Optional<ChartPart> of(String name) {
        for (ChartPart part : values()) {
            if (part.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }
}

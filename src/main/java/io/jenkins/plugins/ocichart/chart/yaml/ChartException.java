package io.jenkins.plugins.ocichart.chart.yaml;

import java.io.IOException;

/**
 * A chart, a version or a constraint that Helm would refuse. The message is one clear line for the user, whatever the chart
 * holds: what would end a line, or steer a terminal, becomes a blank, and the middle of a very long one is left out.
 */
public final class ChartException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 900;

    public ChartException(String message) {
        super(line(message));
    }

    public ChartException(String message, Throwable cause) {
        super(line(message), cause);
    }

    private static String line(String message) {
        String line = message.length() <= LONGEST
                ? message
                : message.substring(0, LONGEST / 2) + " … " + message.substring(message.length() - LONGEST / 2);
        return line.replaceAll("[\\p{Cntrl}\\x{80}-\\x{9f}\\x{2028}\\x{2029}]+", " ");
    }
}

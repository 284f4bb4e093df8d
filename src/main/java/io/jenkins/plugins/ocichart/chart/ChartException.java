package io.jenkins.plugins.ocichart.chart;

import java.io.IOException;

/** A chart, a version or a constraint that Helm would refuse. The message is one clear line for the user. */
public final class ChartException extends IOException {
    private static final long serialVersionUID = 1L;

    public ChartException(String message) {
        super(message);
    }

    public ChartException(String message, Throwable cause) {
        super(message, cause);
    }
}

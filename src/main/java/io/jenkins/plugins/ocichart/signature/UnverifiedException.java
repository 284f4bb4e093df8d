package io.jenkins.plugins.ocichart.signature;

import java.io.IOException;
import java.util.List;

/** A chart was refused because it couldn't be verified. The message has a line for each reason. */
public final class UnverifiedException extends IOException {
    private static final long serialVersionUID = 1L;

    /** A chart with what is wrong with its signatures, each in one line. */
    public UnverifiedException(String chart, List<String> reasons) {
        super("cannot verify " + chart + ": " + String.join("\ncannot verify " + chart + ": ", reasons));
    }
}

package io.jenkins.plugins.ocichart.operation;

/** Where an operation writes the lines that are meant for the user, such as {@code Pushed: …}; never a secret. */
@FunctionalInterface
public interface Progress {
    /**
     * Shows one line, given without a line end. It can be called from several threads at once, but never twice at a time
     * by one operation.
     */
    void line(String text);
}

package io.jenkins.plugins.ocichart.operation;

import java.io.IOException;
import java.nio.file.Path;

/** Pulls a chart from a registry, as {@code helm pull} does. */
public final class ChartPull {
    private ChartPull() {}

    /**
     * Pulls the chart that {@code request} names. Nothing is left behind where it fails.
     *
     * @param directory the directory that relative paths are below
     * @throws IOException where the chart could not be pulled, in one clear line
     * @throws InterruptedException where the thread was interrupted; no transfer runs on then
     */
    public static PulledChart run(Path directory, PullRequest request, Progress progress)
            throws IOException, InterruptedException {
        throw new IOException("not there yet");
    }
}

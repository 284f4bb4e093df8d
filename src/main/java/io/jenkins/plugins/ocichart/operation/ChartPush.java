package io.jenkins.plugins.ocichart.operation;

import java.io.IOException;
import java.nio.file.Path;

/** Pushes chart archives to a registry, as {@code helm push} does. */
public final class ChartPush {
    private ChartPush() {}

    /**
     * Pushes the charts that {@code request} selects. A chart that fails doesn't stop the others.
     *
     * @param directory the directory that relative paths are below
     * @throws IOException where no chart could even be tried: no file matches, the remote is wrong; one clear line
     * @throws InterruptedException where the thread was interrupted; no transfer runs on then
     */
    public static PushResult run(Path directory, PushRequest request, Progress progress)
            throws IOException, InterruptedException {
        throw new IOException("not there yet");
    }
}

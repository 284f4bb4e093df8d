package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.registry.Reference;
import java.io.IOException;

/** Checks what users type to say where a chart is, as far as that can be done without a registry. */
public final class ChartAddress {
    private ChartAddress() {}

    /**
     * Checks where to push to.
     *
     * @throws IOException the line that a push would fail with
     */
    public static void checkRemote(String remote) throws IOException {
        PushRemote.parse(remote);
    }

    /**
     * Checks what to pull.
     *
     * @throws IOException the line that a pull would fail with
     */
    public static void checkChart(String chart) throws IOException {
        PullTarget.of(chart, null, false);
    }

    /**
     * Checks a version or a range of versions.
     *
     * @throws IOException the line that a pull would fail with
     */
    public static void checkVersion(String version) throws IOException {
        PullTarget.of("oci://registry/chart", version, false);
    }

    /** Whether a pull would be refused because the address has another tag than the version; false if it has none. */
    public static boolean contradicts(String chart, String version) {
        try {
            String tag = Reference.parse(chart).tag();
            return tag != null && !tag.equals(Reference.toTag(version));
        } catch (IllegalArgumentException e) {
            return false; // there is something else to mend first
        }
    }
}

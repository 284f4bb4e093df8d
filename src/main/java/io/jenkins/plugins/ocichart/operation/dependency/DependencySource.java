package io.jenkins.plugins.ocichart.operation.dependency;

import io.jenkins.plugins.ocichart.chart.ChartMetadata.Dependency;
import io.jenkins.plugins.ocichart.chart.version.VersionConstraint;
import io.jenkins.plugins.ocichart.operation.UntrustedChart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Where dependencies come from. Thread-safe. */
interface DependencySource {
    /** The newest version in a range; empty if there is none. */
    Optional<Choice> newest(Dependency dependency, VersionConstraint range) throws IOException, InterruptedException;

    /** The version that a lock has. */
    Choice locked(Dependency dependency) throws IOException, InterruptedException;

    /**
     * A version that was chosen.
     *
     * @param version its text for the lock
     * @param archive gets the archive; null if it is a folder in {@code charts/} and stays there
     */
    record Choice(String version, Archive archive) {}

    /** An archive that can be fetched. */
    interface Archive {
        String file() throws IOException, InterruptedException;

        /** Its SHA-256 if that is known before it is fetched, 64 hexadecimal digits; else empty. */
        String sha256() throws IOException, InterruptedException;

        /** Fetches it to a file that doesn't exist, and checks the SHA-256 that was known before. */
        void fetch(Path file) throws IOException, InterruptedException;

        /**
         * What it takes to verify it.
         *
         * @param sha256 that of the archive
         * @param provenance whether its provenance file is needed
         * @return null for a chart of this machine, which nobody signs
         */
        UntrustedChart untrusted(String sha256, boolean provenance) throws IOException, InterruptedException;
    }
}

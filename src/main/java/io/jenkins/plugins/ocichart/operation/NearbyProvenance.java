package io.jenkins.plugins.ocichart.operation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A provenance file beside an archive. Agents can't verify it, but see whether it may be the archive's. */
public final class NearbyProvenance {
    private NearbyProvenance() {}

    /**
     * Whether a provenance file names the digest of an archive; if it doesn't, the archive was made again after it was signed.
     *
     * @param sha256 the archive's, with or without the algorithm
     */
    public static boolean fits(Path provenance, String sha256) throws IOException {
        return Files.size(provenance) <= ChartLayers.MAX_PROVENANCE
                && new String(Files.readAllBytes(provenance), StandardCharsets.ISO_8859_1).contains(sha256);
    }
}

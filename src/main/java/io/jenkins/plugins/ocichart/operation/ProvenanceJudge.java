package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.signature.ChartSignature;
import java.io.IOException;

/**
 * Judges provenance where the keyring and OpenPGP are: an operation on an agent asks the controller through a proxy of this.
 */
public interface ProvenanceJudge {
    /**
     * Verifies a chart by its provenance.
     *
     * @param file the base name of the chart's archive
     * @param digest {@code sha256:…} of the archive
     * @param provenance the bytes of its provenance file
     * @param keyring the bytes of a keyring; null for the one that the judge has
     * @return the signature, which holds
     * @throws IOException why the chart is refused, in one line
     */
    ChartSignature judge(String file, String digest, byte[] provenance, byte[] keyring)
            throws IOException, InterruptedException;
}

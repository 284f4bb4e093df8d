package io.jenkins.plugins.ocichart.operation;

import java.io.IOException;

/**
 * Signs provenance where the secret key and OpenPGP are: an operation on an agent asks the controller through a proxy of this.
 */
public interface ProvenanceMaker {
    /**
     * Makes a chart's provenance file.
     *
     * @param metadata the chart's metadata as Helm writes it in YAML
     * @param file the base name of the chart's archive
     * @param digest {@code sha256:…} of the archive
     * @param existing the bytes of the file that lies beside the archive, which will do if the same key has signed the same
     *     text; null if there is none
     * @return the bytes of the file
     */
    byte[] make(String metadata, String file, String digest, byte[] existing) throws IOException, InterruptedException;
}

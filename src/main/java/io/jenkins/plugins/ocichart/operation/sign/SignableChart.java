package io.jenkins.plugins.ocichart.operation.sign;

import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.signature.cosign.FoundSignature;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A chart that is to be signed.
 *
 * @param ref {@code registry/repository:tag} or {@code registry/repository@digest}, as it was asked for
 * @param registry the registry's {@code host[:port]}
 * @param repository the repository
 * @param manifest what is signed: the manifest, or the index, that the reference points to
 * @param signatures what lies beside it already, unchecked
 */
public record SignableChart(
        String ref, String registry, String repository, Descriptor manifest, List<FoundSignature> signatures)
        implements Serializable {
    public SignableChart {
        signatures = Collections.unmodifiableList(new ArrayList<>(signatures));
    }
}

package io.jenkins.plugins.ocichart.signature;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * What verifying a chart has found: the signatures that hold.
 *
 * @param signatures empty if nothing was to be verified
 */
public record Verification(List<ChartSignature> signatures) implements Serializable {
    /** Nothing was to be verified. */
    public static final Verification NONE = new Verification(List.of());

    public Verification {
        signatures = Collections.unmodifiableList(new ArrayList<>(signatures));
    }

    /** Who has signed, each once. */
    public List<String> signedBy() {
        return new ArrayList<>(signatures.stream()
                .flatMap(signature -> signature.signers().stream())
                .distinct()
                .toList());
    }

    /** The signatures as a script gets them. */
    public List<Map<String, Object>> toMaps() {
        return new ArrayList<>(signatures.stream().map(ChartSignature::toMap).toList());
    }
}

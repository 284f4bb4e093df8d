package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.signature.ChartSignature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Takes any provenance for signed by Ann, unless it is to refuse it, and keeps what it was asked. */
public final class RecordingJudge implements ProvenanceJudge {
    public static final ChartSignature ANN = ChartSignature.ofProvenance("ABCD", List.of("Ann <ann@x>"), null);

    /** What it was asked, each as {@code FILE DIGEST PROVENANCE KEYRING}. */
    public final transient List<String> asked = new ArrayList<>();

    /** Why it refuses charts; null if it doesn't. */
    public String refusal;

    @Override
    public ChartSignature judge(String file, String digest, byte[] provenance, byte[] keyring) throws IOException {
        asked.add(file + " " + digest + " " + new String(provenance, StandardCharsets.UTF_8) + " "
                + (keyring == null ? null : new String(keyring, StandardCharsets.UTF_8)));
        if (refusal != null) {
            throw new IOException(refusal);
        }
        return ANN;
    }

    /** Asks it for every chart. */
    public Trust trust() {
        return new Trust(this, null, null, null, Map.of());
    }
}

package io.jenkins.plugins.ocichart.signature;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A signature of a chart that was verified.
 *
 * @param form {@value #PROVENANCE} for Helm's file, {@value #REKOR} for what a log says of it, {@code bundle} or {@code
 *     tag} for cosign's two forms
 * @param key the fingerprint of the key that made it, of OpenPGP the primary key's, as Helm shows it; null if a certificate
 *     stands for it
 * @param names whose key that is as far as it says so itself: the user ids of an OpenPGP key; may be empty
 * @param identity whom the certificate names; null without one
 * @param issuer who vouched for the identity; null without one
 * @param time when it was made, as the signature says, or a log took it in; null if it doesn't say
 * @param annotations what was signed beside the chart; where an entry of a log is
 */
public record ChartSignature(
        String form,
        String key,
        List<String> names,
        String identity,
        String issuer,
        Instant time,
        Map<String, String> annotations)
        implements Serializable {
    /** The form of an OpenPGP signature in a provenance file. */
    public static final String PROVENANCE = "provenance";

    /** The form of an entry of a Rekor log for such a signature. */
    public static final String REKOR = "rekor";

    public ChartSignature {
        names = Collections.unmodifiableList(new ArrayList<>(names));
        annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
    }

    public static ChartSignature ofProvenance(String fingerprint, List<String> userIds, Instant time) {
        return new ChartSignature(PROVENANCE, fingerprint, userIds, null, null, time, Map.of());
    }

    /** What a log says of this signature of a provenance file: when it took it in, and where that is written. */
    public ChartSignature inLog(Instant integrated, Map<String, String> place) {
        return new ChartSignature(REKOR, key, names, null, null, integrated, place);
    }

    /** Who made it, in the words that say most: names, else the identity, else the key. */
    List<String> signers() {
        return !names.isEmpty() ? names : List.of(identity != null ? identity : key);
    }

    /** The fields that a script gets; plain values that can be stored and that the sandbox lets it read. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("form", form);
        if (key != null) {
            map.put("key", key);
        } else {
            map.put("identity", identity);
            map.put("issuer", issuer);
        }
        map.put("time", time == null ? null : time.toString());
        map.put("annotations", new TreeMap<>(annotations));
        return map;
    }
}

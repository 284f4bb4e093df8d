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
 * @param form {@value #PROVENANCE} for Helm's file, {@code bundle} or {@code tag} for cosign's two forms
 * @param key the fingerprint of the key that made it, of OpenPGP the primary key's, as Helm shows it; null if a certificate
 *     stands for it
 * @param names whose key that is as far as it says so itself: the user ids of an OpenPGP key; may be empty
 * @param identity whom the certificate names; null without one
 * @param issuer who vouched for the identity; null without one
 * @param time when it was made, as the signature says; null if it doesn't
 * @param annotations what was signed beside the chart
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

    public ChartSignature {
        names = Collections.unmodifiableList(new ArrayList<>(names));
        annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
    }

    /** The signature of a provenance file. */
    public static ChartSignature ofProvenance(String fingerprint, List<String> userIds, Instant time) {
        return new ChartSignature(PROVENANCE, fingerprint, userIds, null, null, time, Map.of());
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

package io.jenkins.plugins.ocichart.tasks;

import hudson.AbortException;
import hudson.Util;
import io.jenkins.plugins.ocichart.credentials.KeyCredentials;
import io.jenkins.plugins.ocichart.operation.Trust;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import jenkins.security.FIPS140;

/**
 * Whose signature a step wants a chart to have.
 *
 * @param keyringCredentialsId a secret file with OpenPGP public keys; null for none
 * @param keyring the path of such a file on the agent; null for none
 * @param publicKeyCredentialsId cosign's public key as a secret file or text; null for none
 * @param publicKey the path of such a file on the agent; null for none
 * @param annotations what one of cosign's valid signatures must have
 */
public record TrustOptions(
        String keyringCredentialsId,
        String keyring,
        String publicKeyCredentialsId,
        String publicKey,
        Map<String, String> annotations)
        implements Serializable {
    /** Any chart will do. */
    public static final TrustOptions NONE = new TrustOptions(null, null, null, null, Map.of());

    /** The parameters as a user gave them: blank ones are none, values of scripts become texts. */
    public TrustOptions {
        keyringCredentialsId = Util.fixEmptyAndTrim(keyringCredentialsId);
        keyring = Util.fixEmptyAndTrim(keyring);
        publicKeyCredentialsId = Util.fixEmptyAndTrim(publicKeyCredentialsId);
        publicKey = Util.fixEmptyAndTrim(publicKey);
        annotations = texts(annotations);
    }

    /** A map of a script as texts; null is an empty one, and a null in it stays. */
    static Map<String, String> texts(Map<?, ?> values) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (values != null) {
            values.forEach((name, value) -> texts.put(String.valueOf(name), value == null ? null : value.toString()));
        }
        return texts;
    }

    /** The pairs of a text with a line {@code name=value} for each; without {@code =} the value is null. */
    public static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String line : Util.fixNull(text).split("\\R")) {
            String[] pair = line.split("=", 2);
            if (!line.isBlank()) {
                pairs.put(pair[0].strip(), pair.length == 1 ? null : pair[1].strip());
            }
        }
        return pairs;
    }

    /** The text of pairs, as {@link #pairs} reads it. */
    public static String lines(Map<?, ?> pairs) {
        return pairs == null
                ? ""
                : pairs.entrySet().stream()
                        .map(pair -> pair.getValue() == null
                                ? String.valueOf(pair.getKey())
                                : pair.getKey() + "=" + pair.getValue())
                        .collect(Collectors.joining("\n"));
    }

    /** Refuses pairs without a name or a value. */
    static void requirePairs(Map<String, String> annotations) throws AbortException {
        for (Map.Entry<String, String> pair : annotations.entrySet()) {
            if (pair.getKey().isBlank() || pair.getValue() == null) {
                throw new AbortException(
                        Messages.TrustOptions_pairs(pair.getKey() + (pair.getValue() == null ? "" : "=")));
            }
        }
    }

    /** Whether anything has to be verified. */
    public boolean isEmpty() {
        return equals(NONE);
    }

    /** Whether there is a keyring to verify provenance with. */
    boolean hasKeyring() {
        return keyringCredentialsId != null || keyring != null;
    }

    /**
     * What the operation gets. Reads the keys that are credentials.
     *
     * @throws AbortException if a key can't be had, or the parameters contradict each other
     */
    public Trust resolve(BuildContext context) throws AbortException {
        requireOne("keyringCredentialsId", keyringCredentialsId, "keyring", keyring);
        requireOne("publicKeyCredentialsId", publicKeyCredentialsId, "publicKey", publicKey);
        if (!annotations.isEmpty() && publicKeyCredentialsId == null && publicKey == null) {
            throw new AbortException(Messages.TrustOptions_annotations());
        }
        requirePairs(annotations);
        if (hasKeyring() && FIPS140.useCompliantAlgorithms()) {
            throw new AbortException(Messages.TrustOptions_fips());
        }
        byte[] keys =
                keyringCredentialsId == null ? null : KeyCredentials.KEYRINGS.find(keyringCredentialsId, context.run());
        byte[] pem = publicKeyCredentialsId == null
                ? null
                : KeyCredentials.PEM_TEXTS.find(publicKeyCredentialsId, context.run());
        return new Trust(
                hasKeyring() ? new ProvenanceCheck(keys) : null,
                keyring,
                pem == null ? null : new String(pem, StandardCharsets.UTF_8),
                publicKey,
                annotations);
    }

    private static void requireOne(String credentials, String id, String file, String path) throws AbortException {
        if (id != null && path != null) {
            throw new AbortException(Messages.TrustOptions_both(credentials, file));
        }
    }
}

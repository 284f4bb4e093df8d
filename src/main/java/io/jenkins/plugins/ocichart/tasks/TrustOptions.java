package io.jenkins.plugins.ocichart.tasks;

import hudson.AbortException;
import hudson.Util;
import io.jenkins.plugins.ocichart.operation.Trust;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

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
    public static TrustOptions of(
            String keyringCredentialsId,
            String keyring,
            String publicKeyCredentialsId,
            String publicKey,
            Map<?, ?> annotations) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (annotations != null) {
            annotations.forEach((name, value) -> texts.put(String.valueOf(name), String.valueOf(value)));
        }
        return new TrustOptions(
                Util.fixEmptyAndTrim(keyringCredentialsId),
                Util.fixEmptyAndTrim(keyring),
                Util.fixEmptyAndTrim(publicKeyCredentialsId),
                Util.fixEmptyAndTrim(publicKey),
                texts);
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
     * What the operation gets.
     *
     * @throws AbortException if this can't be verified
     */
    public Trust resolve(BuildContext context) throws AbortException {
        boolean given = Stream.of(keyringCredentialsId, keyring, publicKeyCredentialsId, publicKey)
                .anyMatch(parameter -> parameter != null);
        if (given || !annotations.isEmpty()) {
            throw new AbortException(Messages.PullChart_noVerification());
        }
        return Trust.NONE;
    }
}

package io.jenkins.plugins.ocichart.tasks;

import hudson.AbortException;
import hudson.Util;
import io.jenkins.plugins.ocichart.credentials.KeyCredentials;
import io.jenkins.plugins.ocichart.signature.provenance.ProvenanceSigner;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import jenkins.security.FIPS140;

/**
 * With which key a step signs charts.
 *
 * @param signingKeyCredentialsId a secret file with an OpenPGP secret key; null for none
 * @param signingKey which key of it; null if it has one only
 * @param passphraseCredentialsId what unlocks the key; null for nothing
 */
public record SigningOptions(String signingKeyCredentialsId, String signingKey, String passphraseCredentialsId)
        implements Serializable {
    /** The parameters as a user gave them: blank ones are none. */
    public SigningOptions {
        signingKeyCredentialsId = Util.fixEmptyAndTrim(signingKeyCredentialsId);
        signingKey = Util.fixEmptyAndTrim(signingKey);
        passphraseCredentialsId = Util.fixEmptyAndTrim(passphraseCredentialsId);
    }

    /**
     * Finds and unlocks the key.
     *
     * @return null if charts aren't to be signed
     * @throws AbortException if there is no such key, it may not sign now, or the passphrase is wrong
     */
    ChartSigning resolve(BuildContext context) throws AbortException {
        if (signingKeyCredentialsId == null) {
            if (signingKey != null || passphraseCredentialsId != null) {
                throw new AbortException(Messages.SigningOptions_noKey());
            }
            return null;
        }
        if (FIPS140.useCompliantAlgorithms()) {
            throw new AbortException(Messages.TrustOptions_fips());
        }
        byte[] keys = KeyCredentials.KEYRINGS.find(signingKeyCredentialsId, context.run());
        try {
            return new ChartSigning(ProvenanceSigner.find(keys, signingKey, passphrase(context), Instant.now()));
        } catch (IOException e) {
            throw new AbortException(Messages.SigningOptions_unusable(signingKeyCredentialsId, e.getMessage()));
        }
    }

    /** The first line, as Helm takes it from a file. */
    private char[] passphrase(BuildContext context) throws AbortException {
        if (passphraseCredentialsId == null) {
            return null;
        }
        byte[] text = KeyCredentials.PASSPHRASES.find(passphraseCredentialsId, context.run());
        return new String(text, StandardCharsets.UTF_8).split("\\R", 2)[0].toCharArray();
    }
}

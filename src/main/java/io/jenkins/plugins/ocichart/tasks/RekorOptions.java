package io.jenkins.plugins.ocichart.tasks;

import hudson.AbortException;
import hudson.Util;
import io.jenkins.plugins.ocichart.operation.Trust;
import io.jenkins.plugins.ocichart.operation.pull.VerifiedChart;
import io.jenkins.plugins.ocichart.operation.pull.Verify;
import io.jenkins.plugins.ocichart.operation.sigstore.RekorAccess;
import io.jenkins.plugins.ocichart.registry.HostAddress;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.signature.cosign.PublicKey;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;

/**
 * What a step says about a chart and a Rekor log. Nothing goes to a log that isn't named.
 *
 * @param chart the path of an archive with its provenance beside it
 * @param rekorUrl the log's address
 * @param rekorPublicKey the log's public key (PEM); null if the log is believed what it says over a verified connection
 * @param trust the keyring that has the signer's key
 * @param registry how to connect
 */
public record RekorOptions(
        String chart, String rekorUrl, String rekorPublicKey, TrustOptions trust, RegistryOptions registry)
        implements Serializable {
    public RekorOptions {
        rekorPublicKey = Util.fixEmptyAndTrim(rekorPublicKey);
    }

    /** Verifies the chart's provenance with the keyring, as {@code ociChartVerify} does. */
    LoggedChart verify(BuildContext context) throws IOException, InterruptedException {
        Task.required(chart, Messages.RekorOptions_noChart());
        Task.required(rekorUrl, Messages.RekorOptions_noUrl());
        if (Verify.isInRegistry(chart)) {
            throw new AbortException(Messages.RekorOptions_noArchive());
        }
        if (!trust.hasKeyring()) {
            throw new AbortException(Messages.RekorOptions_noKeyring());
        }
        URI url = url();
        PublicKey key = key(url);
        Trust wanted = trust.resolve(context);
        ResolvedRegistry at = registry.resolve(context, "");
        VerifiedChart verified = at.agent().run(new Verify(chart, wanted, at.access()));
        AgentAnswer.checkArchive(chart, verified.chart());
        String digest = verified.chart().chartDigest();
        AgentAnswer.checkVerified(chart, wanted, digest, verified.verification());
        RekorAccess log = new RekorAccess(url, at.access().settings(), key == null);
        return new LoggedChart(
                context, at.agent(), log, key, verified.chart(), ((ProvenanceCheck) wanted.judge()).accepted(digest));
    }

    private URI url() throws AbortException {
        try {
            return RekorAccess.parse(rekorUrl, registry.connection().plainHttp());
        } catch (IOException e) {
            throw new AbortException(e.getMessage());
        }
    }

    /** The log's key as far as it is known: a server that anybody can be mistaken for must not say it. */
    private PublicKey key(URI url) throws AbortException {
        if (rekorPublicKey != null) {
            try {
                return PublicKey.parse(rekorPublicKey);
            } catch (IOException e) {
                throw new AbortException(Messages.RekorOptions_badKey(e.getMessage()));
            }
        }
        Origin origin = Origin.of(url);
        boolean isVerified = origin.isSecure() && !registry.connection().insecureSkipTlsVerify();
        if (!isVerified && !HostAddress.isLoopback(origin.host())) {
            throw new AbortException(Messages.RekorOptions_noKey(url));
        }
        return null;
    }
}

package io.jenkins.plugins.ocichart.tasks;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.agent.AgentCall;
import io.jenkins.plugins.ocichart.operation.RegistryChart;
import io.jenkins.plugins.ocichart.operation.pull.VerifiedChart;
import io.jenkins.plugins.ocichart.operation.sigstore.FoundEntry;
import io.jenkins.plugins.ocichart.operation.sigstore.RekorAccess;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.signature.ChartSignature;
import io.jenkins.plugins.ocichart.signature.UnverifiedException;
import io.jenkins.plugins.ocichart.signature.Verification;
import io.jenkins.plugins.ocichart.signature.cosign.PublicKey;
import io.jenkins.plugins.ocichart.signature.provenance.Keyring;
import io.jenkins.plugins.ocichart.signature.provenance.ProvenanceFile;
import io.jenkins.plugins.ocichart.signature.rekor.HelmEntry;
import io.jenkins.plugins.ocichart.signature.rekor.LogEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An archive whose provenance was verified, and what a log says of it. Judged here, on the controller.
 *
 * @param key the log's key; null if the log says it itself
 * @param signed the provenance and who has signed it
 */
record LoggedChart(
        BuildContext context,
        AgentCall agent,
        RekorAccess log,
        PublicKey key,
        RegistryChart chart,
        ProvenanceCheck.Accepted signed) {
    /** How many reasons are named. */
    private static final int MOST_REASONS = 10;

    /** The archive's SHA-256. */
    Digest digest() {
        return Digest.parse(chart.chartDigest());
    }

    /** What the log is asked to take in. */
    byte[] proposal() throws IOException {
        return HelmEntry.proposal(signed.provenance(), signed.publicKey());
    }

    /**
     * The first entry for the signature that verifies.
     *
     * @throws AbortException if none does, with a line for each reason
     */
    LogEntry verified(List<FoundEntry> found) throws AbortException {
        List<String> reasons = new ArrayList<>();
        for (FoundEntry one : found) {
            try {
                return verified(one);
            } catch (IOException e) {
                reasons.add("entry " + one.uuid() + ": " + e.getMessage());
            }
        }
        if (found.isEmpty()) {
            reasons.add("there is no entry for " + digest());
        }
        if (reasons.size() > MOST_REASONS) {
            reasons.subList(MOST_REASONS, reasons.size()).clear();
        }
        throw agent.failure(new UnverifiedException(chart.ref() + " with the log " + log.url(), reasons).getMessage());
    }

    private LogEntry verified(FoundEntry found) throws IOException {
        LogEntry entry = LogEntry.parse(found.uuid(), found.answer());
        HelmEntry says = HelmEntry.of(entry);
        if (!says.digest().equals(chart.chartDigest())) {
            throw new IOException("it is of another archive");
        }
        String signer = signed.signature().key();
        if (!ProvenanceFile.parse(signed.provenance()).isSignedWith(says.signature())
                || Keyring.read(says.publicKey()).publicKey(signer).isEmpty()) {
            throw new IOException("it is of another signature than the one by key " + signer + " beside the archive");
        }
        entry.verify(key != null ? key : PublicKey.parse(found.logKey()));
        return entry;
    }

    /** Records an entry that was verified, and returns what a script gets. */
    Map<String, Object> recorded(LogEntry entry) throws IOException {
        Map<String, String> place = new TreeMap<>();
        place.put("rekorUrl", log.url().toString());
        place.put("logIndex", Long.toString(entry.index()));
        place.put("uuid", entry.uuid());
        ChartSignature signature = signed.signature();
        Map<String, Object> result = context.recorder()
                .verified(new VerifiedChart(
                        chart, new Verification(List.of(signature, signature.inLog(entry.time(), place)))));
        result.put("uuid", entry.uuid());
        result.put("logIndex", entry.index());
        result.put("integratedTime", entry.time().toString());
        return result;
    }

    /** Shows lines in the build's log, and how far the log's key is known. */
    void show(String... lines) {
        for (String line : lines) {
            context.listener().getLogger().println(line);
        }
        if (key == null) {
            context.listener().getLogger().println(Messages.LoggedChart_unpinned(log.url()));
        }
    }
}

package io.jenkins.plugins.ocichart.tasks;

import io.jenkins.plugins.ocichart.operation.ProvenanceJudge;
import io.jenkins.plugins.ocichart.signature.ChartSignature;
import io.jenkins.plugins.ocichart.signature.provenance.Keyring;
import io.jenkins.plugins.ocichart.signature.provenance.ProvenanceFile;
import java.io.IOException;
import java.io.NotSerializableException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jenkinsci.remoting.SerializableOnlyOverRemoting;

/**
 * Judges provenance on the controller. An operation that goes to an agent takes a proxy of this along, which lasts as long as
 * its call: what it accepted is known here, so an agent can't claim that somebody signed a chart.
 */
final class ProvenanceCheck implements ProvenanceJudge, SerializableOnlyOverRemoting {
    private static final long serialVersionUID = 1L;

    private final transient byte[] keyring;
    private final transient Map<String, ChartSignature> accepted = new ConcurrentHashMap<>();

    /**
     * Judges with one keyring.
     *
     * @param keyring null if the operation brings the keyring along, from a file of its agent
     */
    ProvenanceCheck(byte[] keyring) {
        this.keyring = keyring;
    }

    @Override
    public ChartSignature judge(String file, String digest, byte[] provenance, byte[] ofAgent) throws IOException {
        ChartSignature signature = ProvenanceFile.parse(provenance)
                .verify(Keyring.read(keyring == null ? ofAgent : keyring), file, digest, Instant.now());
        accepted.put(digest, signature);
        return signature;
    }

    /** The signature of the archive with this digest, if it was accepted; else null. */
    ChartSignature accepted(String digest) {
        return accepted.get(digest);
    }

    private Object writeReplace() throws NotSerializableException {
        return getChannelForSerialization().export(ProvenanceJudge.class, this);
    }
}

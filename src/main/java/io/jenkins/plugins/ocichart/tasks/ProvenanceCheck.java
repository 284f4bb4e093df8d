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
    private final transient Map<String, Accepted> accepted = new ConcurrentHashMap<>();

    /**
     * What was accepted.
     *
     * @param signature the signature that holds
     * @param provenance the file that it is in
     * @param keyring where its key is
     */
    record Accepted(ChartSignature signature, byte[] provenance, byte[] keyring) {
        /** The signer's key, armored. */
        byte[] publicKey() throws IOException {
            return Keyring.read(keyring).publicKey(signature.key()).orElseThrow();
        }
    }

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
        byte[] keys = keyring == null ? ofAgent : keyring;
        ChartSignature signature =
                ProvenanceFile.parse(provenance).verify(Keyring.read(keys), file, digest, Instant.now());
        accepted.put(digest, new Accepted(signature, provenance, keys));
        return signature;
    }

    /** What was accepted of the archive with this digest; else null. */
    Accepted accepted(String digest) {
        return accepted.get(digest);
    }

    private Object writeReplace() throws NotSerializableException {
        return getChannelForSerialization().export(ProvenanceJudge.class, this);
    }
}

package io.jenkins.plugins.ocichart.tasks;

import io.jenkins.plugins.ocichart.operation.ProvenanceMaker;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.signature.provenance.ProvenanceSigner;
import java.io.IOException;
import java.io.NotSerializableException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jenkinsci.remoting.SerializableOnlyOverRemoting;

/**
 * Signs charts on the controller for an operation that packages them on an agent. The key stays here: the agent gets a proxy of
 * this, which lasts as long as its call.
 */
final class ChartSigning implements ProvenanceMaker, SerializableOnlyOverRemoting {
    private static final long serialVersionUID = 1L;

    private final transient ProvenanceSigner signer;
    private final transient Map<String, String> signed = new ConcurrentHashMap<>();

    ChartSigning(ProvenanceSigner signer) {
        this.signer = signer;
    }

    @Override
    public byte[] make(String metadata, String file, String digest, byte[] existing) throws IOException {
        byte[] provenance = signer.sign(metadata, file, digest, existing, Instant.now());
        signed.put(digest, Digest.sha256(provenance).toString());
        return provenance;
    }

    /** The digest of the provenance that was made for the archive with this digest; null if none was. */
    String provenanceOf(String digest) {
        return signed.get(digest);
    }

    private Object writeReplace() throws NotSerializableException {
        return getChannelForSerialization().export(ProvenanceMaker.class, this);
    }
}

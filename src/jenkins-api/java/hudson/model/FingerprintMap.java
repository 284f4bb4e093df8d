package hudson.model;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Holds fingerprints in memory. */
public final class FingerprintMap {
    private final Map<String, Fingerprint> fingerprints = new ConcurrentHashMap<>();

    @SuppressWarnings("rawtypes")
    public Fingerprint getOrCreate(Run build, String fileName, String md5sum) throws IOException {
        return fingerprints.computeIfAbsent(md5sum, key -> new Fingerprint(build, fileName, key));
    }
}

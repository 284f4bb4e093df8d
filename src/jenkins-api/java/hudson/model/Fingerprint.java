package hudson.model;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import jenkins.model.FingerprintFacet;
import jenkins.model.Jenkins;

/** Remembers which builds used it. */
@SuppressWarnings("rawtypes")
public class Fingerprint {
    private final Run original;
    private final String fileName;
    private final String md5sum;
    private final List<Run> users = new ArrayList<>();
    private final Collection<FingerprintFacet> facets = new ArrayList<>();

    Fingerprint(Run original, String fileName, String md5sum) {
        this.original = original;
        this.fileName = fileName;
        this.md5sum = md5sum;
    }

    public String getFileName() {
        return fileName;
    }

    public String getHashString() {
        return md5sum;
    }

    public Collection<FingerprintFacet> getFacets() {
        return facets;
    }

    public synchronized List<String> getJobs() {
        throw new UnsupportedOperationException("stand-in");
    }

    public RangeSet getRangeSet(String jobFullName) {
        throw new UnsupportedOperationException("stand-in");
    }

    public void addFor(Run b) throws IOException {
        if (new File(Jenkins.get().getRootDir(), "fingerprints/" + md5sum + ".xml").isDirectory()) {
            throw new FileSystemException(md5sum + ".xml", null, "Is a directory");
        }
        users.add(b);
    }

    public static final class RangeSet {
        public Iterable<Integer> listNumbersReverse() {
            throw new UnsupportedOperationException("stand-in");
        }
    }
}

package hudson.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Remembers which builds used it. */
@SuppressWarnings("rawtypes")
public class Fingerprint {
    private final Run original;
    private final String fileName;
    private final String md5sum;
    private final List<Run> users = new ArrayList<>();

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

    public void addFor(Run b) throws IOException {
        users.add(b);
    }
}

package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.json.JsonStrings;
import io.jenkins.plugins.ocichart.registry.Reference;
import io.jenkins.plugins.ocichart.registry.http.ResponseSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Receives one page of a tag list and keeps only its tags: registries without paging send a hundred thousand of them at
 * once, Google's with data about each manifest.
 */
final class TagPage implements ResponseSink {
    private static final long MAX_BYTES = 256L * 1024 * 1024;
    private static final int MAX_TAGS = 300_000;
    /** How much of a page that isn't JSON is read to learn where it came from. */
    private static final int MAX_IGNORED = 1024 * 1024;

    private static final int HEAD = 4096;

    private final JsonStrings tags;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private long received;
    private IOException notJson;
    private boolean begun;

    TagPage() throws IOException {
        tags = new JsonStrings("tags", Reference::isTag); // Artifactory lists digests too
    }

    synchronized boolean hasBegun() {
        return begun;
    }

    @Override
    public synchronized void begin(int status, HttpHeaders headers) {
        begun = true;
    }

    @Override
    public synchronized void write(ByteBuffer piece) throws IOException {
        byte[] bytes = new byte[piece.remaining()];
        piece.get(bytes);
        received += bytes.length;
        head.write(bytes, 0, Math.min(bytes.length, HEAD - head.size()));
        if (notJson == null) {
            try {
                tags.feed(bytes);
            } catch (IOException e) {
                notJson = e;
            }
        }
        if (isTooLong() || notJson != null && received > MAX_IGNORED) {
            throw new RefusedException();
        }
    }

    /** Whether the page is larger than that of an honest registry. */
    synchronized boolean isTooLong() {
        return received > MAX_BYTES || tags.size() > MAX_TAGS;
    }

    /** The tags of the complete page, without those that are none. */
    synchronized List<String> tags() throws IOException {
        if (notJson != null) {
            throw notJson;
        }
        return tags.end();
    }

    /** The beginning of the page as it came. */
    synchronized byte[] head() {
        return head.toByteArray();
    }

    /** No more of the page is wanted. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}

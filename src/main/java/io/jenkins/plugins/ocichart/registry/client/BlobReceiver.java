package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.DigestMismatchException;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.http.ResponseSink;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes a blob in, checks its size while it arrives and its digest at the end, and passes it on. */
final class BlobReceiver implements ResponseSink {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    /** How much of a refused answer is read to learn which host sent it. */
    private static final int MAX_IGNORED = 1024 * 1024;

    private final Descriptor blob;
    private final RegistryConnection registry;
    private final BlobTarget target;
    private final TransferListener listener;
    private MessageDigest digest;
    private long received;
    private long repeated;
    private boolean begun;
    private HttpHeaders headers;
    private String wrong;
    private long ignored;

    BlobReceiver(Descriptor blob, RegistryConnection registry, BlobTarget target, TransferListener listener) {
        this.blob = blob;
        this.registry = registry;
        this.target = target;
        this.listener = listener;
        this.digest = blob.digest().newMessageDigest();
    }

    /** How many bytes have been passed on. */
    synchronized long received() {
        return received;
    }

    /** A new request is made. */
    synchronized void expectAnswer() {
        begun = false;
    }

    /** Whether the answer to the newest request has begun. */
    synchronized boolean hasBegun() {
        return begun;
    }

    /** Discards what has been received; false if that is impossible. */
    synchronized boolean restart() throws IOException {
        digest = blob.digest().newMessageDigest();
        boolean possible = received == 0 || target.restart();
        received = 0;
        return possible;
    }

    @Override
    public synchronized void begin(int status, HttpHeaders headers) throws IOException {
        begun = true;
        this.headers = headers;
        wrong = null;
        ignored = 0;
        long length = headers.firstValueAsLong("Content-Length").orElse(-1);
        if (status == 206) {
            Matcher range =
                    CONTENT_RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
            if (!range.matches() || Long.parseLong(range.group(1)) != received) {
                wrong = "another part than the one asked for";
            }
            repeated = 0;
            return;
        }
        if (length >= 0 && length != blob.size()) {
            wrong = length + " bytes";
        }
        repeated = received;
    }

    @Override
    public synchronized void write(ByteBuffer bytes) throws IOException {
        int skip = (int) Math.min(repeated, bytes.remaining());
        repeated -= skip;
        bytes.position(bytes.position() + skip);
        if (wrong == null && bytes.remaining() > blob.size() - received) {
            wrong = "more than " + blob.size() + " bytes";
        }
        if (wrong != null) {
            ignored += bytes.remaining();
            if (ignored > MAX_IGNORED) {
                throw mismatch(wrong, null);
            }
            return;
        }
        received += bytes.remaining();
        digest.update(bytes.duplicate());
        target.write(bytes);
        listener.transferred(received);
    }

    /** Refuses an answer that can't be the blob, or can't be continued with; {@code from} is where it came from. */
    synchronized void requireExpected(URI from) throws DigestMismatchException {
        if (wrong != null) {
            throw mismatch(wrong, from);
        }
    }

    /** Compares the digest of everything received; {@code from} is where the last of it came from. */
    synchronized void verify(URI from) throws DigestMismatchException {
        Digest actual = blob.digest().of(digest);
        if (!actual.equals(blob.digest())) {
            throw mismatch("content with the digest " + actual, from);
        }
    }

    private DigestMismatchException mismatch(String what, URI from) {
        return new DigestMismatchException(registry.origin().authority() + " delivered " + what + " for "
                + blob.digest() + " of " + blob.size() + " bytes" + registry.label(headers, from)
                + ": if it persists, check the proxies between");
    }
}

package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.DigestMismatchException;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.http.ResponseSink;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes a blob in, checks its size while it arrives and its digest at the end, and passes it on. */
final class BlobReceiver implements ResponseSink {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    private final Descriptor blob;
    private final RegistryConnection registry;
    private final BlobTarget target;
    private final TransferListener listener;
    private MessageDigest digest;
    private long received;
    private long repeated;
    private boolean begun;

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

    /** Forgets what has been received; false where that is impossible. */
    synchronized boolean restart() throws IOException {
        digest = blob.digest().newMessageDigest();
        boolean possible = received == 0 || target.restart();
        received = 0;
        return possible;
    }

    @Override
    public synchronized void begin(int status, HttpHeaders headers) throws IOException {
        begun = true;
        registry.requireIdentity(headers);
        long length = headers.firstValueAsLong("Content-Length").orElse(-1);
        if (status == 206) {
            Matcher range =
                    CONTENT_RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
            if (!range.matches() || Long.parseLong(range.group(1)) != received) {
                throw mismatch("another part than the one asked for");
            }
            repeated = 0;
            return;
        }
        if (length >= 0 && length != blob.size()) {
            throw mismatch(length + " bytes");
        }
        repeated = received;
    }

    @Override
    public synchronized void write(ByteBuffer bytes) throws IOException {
        int skip = (int) Math.min(repeated, bytes.remaining());
        repeated -= skip;
        bytes.position(bytes.position() + skip);
        if (bytes.remaining() > blob.size() - received) {
            throw mismatch("more than " + blob.size() + " bytes");
        }
        received += bytes.remaining();
        digest.update(bytes.duplicate());
        target.write(bytes);
        listener.transferred(received);
    }

    /** Compares the digest of everything received. */
    synchronized void verify() throws DigestMismatchException {
        Digest actual = blob.digest().of(digest);
        if (!actual.equals(blob.digest())) {
            throw mismatch("content with the digest " + actual);
        }
    }

    private DigestMismatchException mismatch(String what) {
        return new DigestMismatchException(registry.origin().authority() + " delivered " + what + " for "
                + blob.digest() + " of " + blob.size() + " bytes: if it persists, check the proxies between");
    }
}

package io.jenkins.plugins.ocichart.registry.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Receives the body of one answer: a success into the request's sink if it has one, anything else into memory, both
 * bounded. After {@link #abandon} the sink is not touched any more.
 */
final class BodyReceiver implements HttpResponse.BodySubscriber<byte[]> {
    private static final int MAX_ERROR_BODY = 64 * 1024;

    private final CompletableFuture<byte[]> result = new CompletableFuture<>();
    private final Progress progress;
    private final ResponseSink sink;
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private final int limit;
    private final boolean cutOff;
    private Flow.Subscription subscription;
    private IOException localFailure;
    private boolean ended;

    BodyReceiver(TransportRequest request, HttpResponse.ResponseInfo info, Progress progress) {
        boolean success = info.statusCode() / 100 == 2;
        this.progress = progress;
        this.sink = success ? request.sink() : null;
        this.limit = success ? request.maxBody() : MAX_ERROR_BODY;
        this.cutOff = !success;
        progress.answered();
        if (sink != null) {
            try {
                sink.begin(info.statusCode(), info.headers());
            } catch (IOException e) {
                localFailure = e;
            }
        }
    }

    private BodyReceiver() {
        progress = new Progress();
        sink = null;
        limit = 0;
        cutOff = true;
        ended = true;
    }

    /** For an answer that comes when nobody waits for it any more: lets go of the connection, and touches no sink. */
    static BodyReceiver abandoned() {
        return new BodyReceiver();
    }

    /** Whether a sink has been told that the answer begins. */
    boolean usesSink() {
        return sink != null;
    }

    /** Why the sink refused, or null. */
    synchronized IOException localFailure() {
        return localFailure;
    }

    /** Lets go of the connection; a piece that the sink is working on is finished first. */
    synchronized void abandon() {
        ended = true;
        if (subscription != null) {
            subscription.cancel();
        }
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return result;
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        if (ended || localFailure != null) {
            fail(localFailure != null ? localFailure : new IOException("abandoned"));
        } else {
            // The client reads no faster than onNext returns; asking piece by piece would wake its selector each time.
            subscription.request(Long.MAX_VALUE);
        }
    }

    @Override
    public synchronized void onNext(List<ByteBuffer> pieces) {
        if (ended) {
            return;
        }
        try {
            for (ByteBuffer piece : pieces) {
                progress.moved(piece.remaining());
                if (sink != null) {
                    sink.write(piece);
                } else if (!remember(piece)) {
                    return;
                }
            }
        } catch (IOException e) {
            localFailure = e;
            fail(e);
        }
    }

    private boolean remember(ByteBuffer piece) {
        byte[] bytes = new byte[Math.min(piece.remaining(), limit - memory.size())];
        boolean tooLarge = bytes.length < piece.remaining();
        piece.get(bytes);
        memory.writeBytes(bytes);
        if (!tooLarge) {
            return true;
        }
        if (cutOff) {
            ended = true;
            subscription.cancel();
            result.complete(memory.toByteArray());
        } else {
            fail(new TransportException(
                    TransportException.Kind.ANSWER, "the answer is larger than " + limit + " bytes", null));
        }
        return false;
    }

    @Override
    public synchronized void onError(Throwable throwable) {
        result.completeExceptionally(throwable);
    }

    @Override
    public synchronized void onComplete() {
        result.complete(memory.toByteArray());
    }

    private void fail(IOException e) {
        ended = true;
        subscription.cancel();
        result.completeExceptionally(e);
    }
}

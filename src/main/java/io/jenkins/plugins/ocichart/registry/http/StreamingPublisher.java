package io.jenkins.plugins.ocichart.registry.http;

import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Feeds a request body to the JDK's client piece by piece, as fast as the connection takes it. */
final class StreamingPublisher implements HttpRequest.BodyPublisher {
    private static final int PIECE = 32 * 1024;

    private final Body body;
    private final long length;
    private final TransferListener listener;
    private final Progress progress;
    private final Consumer<IOException> failure;
    private volatile Reading reading;

    /** {@code failure} gets the exception if the body can't be read, which is no fault of the connection. */
    StreamingPublisher(Body body, TransferListener listener, Progress progress, Consumer<IOException> failure)
            throws IOException {
        this.body = body;
        this.length = body.length();
        this.listener = listener;
        this.progress = progress;
        this.failure = failure;
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        reading = new Reading(subscriber);
        subscriber.onSubscribe(reading);
    }

    /** Closes the content, which the client may forget to do. */
    void close() {
        Reading current = reading;
        if (current != null) {
            current.ended = true;
            current.close();
        }
    }

    private final class Reading implements Flow.Subscription {
        private final Flow.Subscriber<? super ByteBuffer> subscriber;
        private final AtomicLong demand = new AtomicLong();
        private final AtomicInteger work = new AtomicInteger();
        private volatile boolean ended;
        private InputStream in;
        private long sent;

        Reading(Flow.Subscriber<? super ByteBuffer> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long count) {
            demand.accumulateAndGet(count, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
            run();
        }

        @Override
        public void cancel() {
            ended = true;
            run();
        }

        /** One thread at a time works off what was asked for; onNext may call request again. */
        private void run() {
            if (work.getAndIncrement() > 0) {
                return;
            }
            int seen = 1;
            do {
                while (!ended && demand.get() > 0) {
                    demand.decrementAndGet();
                    next();
                }
                if (ended) {
                    close();
                }
                seen = work.addAndGet(-seen);
            } while (seen > 0);
        }

        private void next() {
            ByteBuffer piece;
            try {
                piece = read();
            } catch (IOException e) {
                ended = true;
                failure.accept(e);
                subscriber.onError(e);
                return;
            }
            sent += piece.remaining();
            progress.moved(piece.remaining());
            listener.transferred(sent);
            boolean last = sent == length;
            if (last) {
                ended = true;
                progress.requestSent();
            }
            subscriber.onNext(piece);
            if (last) {
                subscriber.onComplete();
            }
        }

        private synchronized ByteBuffer read() throws IOException {
            if (ended) {
                throw new IOException("abandoned");
            }
            if (in == null) {
                in = body.open();
            }
            byte[] piece = new byte[(int) Math.min(PIECE, length - sent)];
            int count = in.readNBytes(piece, 0, piece.length);
            if (count < piece.length) {
                throw new EOFException("the content to send became shorter while it was sent");
            }
            return ByteBuffer.wrap(piece);
        }

        private synchronized void close() {
            if (in != null) {
                try {
                    in.close();
                } catch (IOException e) {
                    // everything that was wanted has been read
                }
                in = null;
            }
        }
    }
}

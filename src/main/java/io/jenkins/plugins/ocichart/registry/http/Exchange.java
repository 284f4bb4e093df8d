package io.jenkins.plugins.ocichart.registry.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One request on the wire and its answer, no repetition, no redirect. The calling thread waits and watches: when it is
 * interrupted, or nothing moves for too long, the connection is closed.
 */
final class Exchange {
    private static final long LOOK_MILLIS = 100;

    private final TransportRequest request;
    private final URI uri;
    private final String proxy;
    private final Progress progress = new Progress();
    private final AtomicReference<IOException> unreadableBody = new AtomicReference<>();
    private final AtomicReference<BodyReceiver> receiver = new AtomicReference<>();

    /** {@code proxy} is the proxy's {@code host:port} for messages, or null. */
    Exchange(TransportRequest request, URI uri, String proxy) {
        this.request = request;
        this.uri = uri;
        this.proxy = proxy;
    }

    /** Whether bytes of a successful answer may have reached the request's sink. */
    boolean usedSink() {
        BodyReceiver current = receiver.get();
        return current != null && current.usesSink();
    }

    /**
     * Sends and waits.
     *
     * @throws TransportException if there was no complete answer
     * @throws IOException what the body or the sink threw
     */
    TransportResponse run(HttpClient client, TimeLimits limits, String authorization, String proxyAuthorization)
            throws IOException, InterruptedException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri);
        request.headers().forEach(builder::setHeader);
        if (authorization != null) {
            builder.setHeader("Authorization", authorization);
        }
        if (proxyAuthorization != null) {
            builder.setHeader("Proxy-Authorization", proxyAuthorization);
        }
        boolean secure = Origin.of(uri).isSecure();
        builder.version(secure ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
        builder.method(request.method(), publisher());
        CompletableFuture<HttpResponse<byte[]>> future = client.sendAsync(builder.build(), info -> {
            BodyReceiver created = new BodyReceiver(request, info, progress);
            receiver.set(created);
            return created;
        });
        try {
            HttpResponse<byte[]> response = await(future, limits);
            byte[] body = response.body() == null ? new byte[0] : response.body();
            return new TransportResponse(response.statusCode(), response.headers(), body, uri, 1);
        } finally {
            abandon(future);
        }
    }

    private HttpRequest.BodyPublisher publisher() throws IOException {
        RequestBody body = request.body();
        if (body == null || body.length() == 0) {
            return HttpRequest.BodyPublishers.noBody();
        }
        return new StreamingPublisher(body, request.listener(), progress, unreadableBody::set);
    }

    private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> future, TimeLimits limits)
            throws IOException, InterruptedException {
        boolean small = request.body() == null && request.sink() == null;
        while (true) {
            try {
                return future.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                Duration exceeded = progress.exceeded(limits, small);
                if (exceeded != null) {
                    throw Failures.stalled(Origin.of(uri), exceeded);
                }
            } catch (ExecutionException e) {
                throwLocalFailure();
                throw Failures.explain(e.getCause(), Origin.of(uri), proxy);
            }
        }
    }

    private void throwLocalFailure() throws IOException {
        if (unreadableBody.get() != null) {
            throw unreadableBody.get();
        }
        BodyReceiver current = receiver.get();
        if (current != null && current.localFailure() != null) {
            throw current.localFailure();
        }
    }

    private void abandon(CompletableFuture<?> future) {
        if (!future.isDone()) {
            future.cancel(true);
        }
        BodyReceiver current = receiver.get();
        if (current != null) {
            current.abandon();
        }
    }
}

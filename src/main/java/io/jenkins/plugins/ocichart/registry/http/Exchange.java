package io.jenkins.plugins.ocichart.registry.http;

import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.http.TransportException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One request on the wire and its answer, no repetition, no redirect. A thread of the transport sends it, the calling
 * thread waits and watches: when it is interrupted, or nothing moves for too long, the connection is closed.
 *
 * <p>The client's {@code sendAsync} would spare that thread, but it completes its futures in the common pool, which on a
 * machine with up to two cores means a new thread for each request, at three times the price of {@code send}.
 */
final class Exchange {
    private static final long LOOK_MILLIS = 100;
    /** A first request that has no answer after so many looks may wait for an address that is dead, as in Go. */
    private static final int LOOKS_AT_FIRST_ADDRESS = 3;

    /**
     * What a server takes before it says anything (RFC 9113, 6.9.2). With a larger body the client doesn't see that the server
     * has refused it by HTTP/2, and hangs.
     */
    private static final int HTTP2_WINDOW = 65_535;

    private final TransportRequest request;
    private final URI uri;
    private final ProxyRoute route;
    private final Progress progress = new Progress();
    private final AtomicReference<IOException> unreadableBody = new AtomicReference<>();
    private StreamingPublisher publisher;
    private BodyReceiver receiver;
    private boolean abandoned;

    Exchange(TransportRequest request, URI uri, ProxyRoute route) {
        this.request = request;
        this.uri = uri;
        this.route = route;
    }

    /** Whether bytes of a successful answer may have reached the request's sink. */
    synchronized boolean usedSink() {
        return receiver != null && receiver.usesSink();
    }

    /**
     * Sends and waits.
     *
     * @throws TransportException if there was no complete answer
     * @throws IOException what the body or the sink threw
     */
    TransportResponse run(HttpClient client, TimeLimits limits, String authorization)
            throws IOException, InterruptedException {
        HttpRequest built = message(authorization);
        Future<HttpResponse<byte[]>> future = TransportThreads.EXECUTOR.submit(() -> {
            checkAddresses();
            return client.send(built, this::receive);
        });
        try {
            HttpResponse<byte[]> response = await(future, limits);
            route.answered(uri);
            byte[] body = response.body() == null ? new byte[0] : response.body();
            return new TransportResponse(response.statusCode(), response.headers(), body, uri, 1);
        } finally {
            abandon(future);
        }
    }

    private HttpRequest message(String authorization) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>(request.headers());
        headers.put("Authorization", authorization);
        headers.put("Proxy-Authorization", route.authorization(uri));
        headers.values().removeIf(Objects::isNull);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (!header.getValue().chars().allMatch(c -> c == '\t' || c >= ' ' && c != 0x7f && c <= 0xff)) {
                String line = "nothing sent to " + Origin.of(uri).authority() + ": the header " + header.getKey()
                        + " has a line break or another character that no header can hold";
                throw new TransportException(Kind.REQUEST, line, null);
            }
        }
        boolean http2 = Origin.of(uri).isSecure() && request.bodyLength() <= HTTP2_WINDOW;
        try {
            HttpRequest.Builder builder = HttpRequest.newBuilder(uri)
                    .version(http2 ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                    .method(request.method(), publisher());
            headers.forEach(builder::setHeader);
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw Failures.unexpected(
                    Kind.REQUEST, "nothing sent to " + Origin.of(uri).authority(), e);
        }
    }

    /** A proxy looks names up itself. */
    private void checkAddresses() throws IOException {
        AddressPolicy.Check check = request.addressCheck();
        if (check != null && route.proxyFor(uri) == null) {
            String host = Origin.of(uri).host();
            if (check.pins(host)) {
                route.pin(uri);
            }
            for (InetAddress address : route.addresses(uri)) {
                check.connected(host, address);
            }
        }
    }

    private synchronized BodyReceiver receive(HttpResponse.ResponseInfo info) {
        // A handler that throws would leave the connection open, with nobody who reads from it.
        receiver = abandoned ? BodyReceiver.abandoned() : new BodyReceiver(request, info, progress);
        return receiver;
    }

    private HttpRequest.BodyPublisher publisher() throws IOException {
        Body body = request.body();
        if (body == null) {
            return HttpRequest.BodyPublishers.noBody();
        }
        if (body.length() == 0) {
            progress.requestSent();
            return HttpRequest.BodyPublishers.noBody();
        }
        publisher = new StreamingPublisher(body, request.listener(), progress, unreadableBody::set);
        return publisher;
    }

    private HttpResponse<byte[]> await(Future<HttpResponse<byte[]>> future, TimeLimits limits)
            throws IOException, InterruptedException {
        boolean small = request.body() == null && request.sink() == null;
        for (int looks = 1; ; looks++) {
            try {
                return future.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                Duration exceeded = progress.exceeded(limits, small);
                if (exceeded != null) {
                    throw Failures.stalled(Origin.of(uri), exceeded);
                }
                if (looks == LOOKS_AT_FIRST_ADDRESS
                        && request.isRepeatable()
                        && route.isFirstDead(uri)
                        && receiver() == null) {
                    throw Failures.explain(new HttpConnectTimeoutException(null), Origin.of(uri), route.proxyFor(uri));
                }
            } catch (ExecutionException e) {
                throwLocalFailure();
                throw Failures.explain(e.getCause(), Origin.of(uri), route.proxyFor(uri));
            }
        }
    }

    private void throwLocalFailure() throws IOException {
        if (unreadableBody.get() != null) {
            throw unreadableBody.get();
        }
        BodyReceiver current = receiver();
        if (current != null && current.localFailure() != null) {
            throw current.localFailure();
        }
    }

    private synchronized BodyReceiver receiver() {
        return receiver;
    }

    /** Nothing reaches the sink after this, and the body is closed; only then may the thread that may be writing to it be interrupted. */
    private void abandon(Future<?> future) {
        BodyReceiver current;
        synchronized (this) {
            abandoned = true;
            current = receiver;
        }
        if (current != null) {
            current.abandon();
        }
        future.cancel(true);
        if (publisher != null) {
            publisher.close();
        }
    }
}

package io.jenkins.plugins.ocichart.registry.http;

import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.http.TransportException.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Sends requests: repetition after transient failures, redirects, proxy, TLS, time limits. Calls block; if the calling thread
 * is interrupted, they close the connection and throw {@link InterruptedException} at once.
 * Thread-safe. A request's {@code Authorization} goes to the origin of its own address only, wherever redirects lead, and
 * no redirect leads from https to http.
 */
public final class HttpTransport implements Closeable {
    private static final int MAX_REDIRECTS = 5;

    private final ClientPool pool;
    private final TimeLimits limits;
    private final RetryPolicy retries;
    private ClientPool.Lease lease;
    private boolean closed;

    private HttpTransport(ClientPool pool, ClientPool.Lease lease, TimeLimits limits, RetryPolicy retries) {
        this.pool = pool;
        this.lease = lease;
        this.limits = limits;
        this.retries = retries;
    }

    /**
     * Prepares a transport; nothing is sent yet.
     *
     * @param credential counts if it is a client certificate
     * @param clientHost the only host that a client certificate is shown to, or null for all
     * @throws IOException with one line that names the certificate or key file which can't be used
     */
    public static HttpTransport open(
            ConnectionSettings settings,
            RegistryCredential credential,
            String clientHost,
            TimeLimits limits,
            RetryPolicy retries)
            throws IOException {
        ClientPool.Lease lease = ClientPool.SHARED.acquire(settings, credential, clientHost, limits.connect());
        return new HttpTransport(ClientPool.SHARED, lease, limits, retries);
    }

    /** Prepares a transport that shows no client certificate but the settings' own, and that one to all. */
    public static HttpTransport open(ConnectionSettings settings, TimeLimits limits, RetryPolicy retries)
            throws IOException {
        return open(ClientPool.SHARED, settings, limits, retries);
    }

    static HttpTransport open(ClientPool pool, ConnectionSettings settings, TimeLimits limits, RetryPolicy retries)
            throws IOException {
        ClientPool.Lease lease = pool.acquire(settings, RegistryCredential.anonymous(), null, limits.connect());
        return new HttpTransport(pool, lease, limits, retries);
    }

    /** How often and when requests are repeated. */
    public RetryPolicy retries() {
        return retries;
    }

    /**
     * Sends a request. Transient failures are repeated if the request may be; a failure after the first byte went to the
     * request's sink is not.
     *
     * @return the last answer, whatever its status
     * @throws TransportException if there is no answer
     * @throws IOException what the request's body or sink threw
     */
    public TransportResponse send(TransportRequest request) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            boolean[] usedSink = new boolean[1];
            Optional<Duration> wait;
            try {
                TransportResponse response = follow(request, usedSink);
                wait = request.isRepeatable() && retries.isTransient(response.status())
                        ? retries.waitAfter(attempt, response.headers())
                        : Optional.empty();
                if (wait.isEmpty()) {
                    return response.withAttempts(attempt);
                }
            } catch (TransportException e) {
                boolean may =
                        !usedSink[0] && (request.isRepeatable() || e.kind().unsent());
                wait = may && attempt < e.kind().attempts() ? retries.waitAfter(attempt) : Optional.empty();
                if (wait.isEmpty()) {
                    throw e;
                }
            }
            Thread.sleep(wait.get().toMillis());
        }
    }

    /** Whether this origin answers a TLS handshake in plain HTTP, however slowly. No request is made. */
    public boolean answersPlainHttp(Origin origin) throws InterruptedException {
        boolean plain = TlsProbe.answersPlainHttp(origin, limits.connect());
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return plain;
    }

    private TransportResponse follow(TransportRequest request, boolean[] usedSink)
            throws IOException, InterruptedException {
        URI uri = request.uri();
        Origin home = Origin.of(uri);
        String authorization = request.authorization();
        for (int hop = 0; ; hop++) {
            TransportResponse response;
            try {
                response = exchange(request, uri, authorization, usedSink);
            } catch (TransportException e) {
                throw hop == 0
                        ? e
                        : new TransportException(
                                e.kind(), home.authority() + " redirects elsewhere: " + e.getMessage(), e);
            }
            if (!request.isFollowingRedirects() || !isRedirect(response, request.method())) {
                return response;
            }
            if (hop == MAX_REDIRECTS) {
                throw new TransportException(Kind.REDIRECT, home.authority() + " redirects without end", null);
            }
            uri = AddressPolicy.redirect(
                    request.uri(), uri, response.header("Location").orElseThrow());
            if (!Origin.of(uri).equals(home)) {
                authorization = null;
            }
        }
    }

    /** Whether this answer is a redirect that may be followed with the same method and body. */
    private static boolean isRedirect(TransportResponse response, String method) {
        boolean reads = method.equals("GET") || method.equals("HEAD");
        Set<Integer> redirects = reads ? Set.of(301, 302, 303, 307, 308) : Set.of(307, 308);
        return redirects.contains(response.status())
                && response.header("Location").isPresent();
    }

    private TransportResponse exchange(TransportRequest request, URI uri, String authorization, boolean[] usedSink)
            throws IOException, InterruptedException {
        ClientPool.Lease current = lease();
        ProxyRoute route = current.route();
        Exchange exchange = new Exchange(request, uri, route);
        try {
            TransportResponse response = exchange.run(current.client(), limits, authorization);
            if (response.status() == 407) {
                throw Failures.proxyLogin(route.proxyFor(uri), route.user());
            }
            IOException deadEnd = response.status() == 502 ? route.deadEnd(uri) : null; // from the relay itself
            if (deadEnd != null) {
                throw Failures.explain(deadEnd, Origin.of(uri), route.proxyFor(uri));
            }
            return response;
        } catch (TransportException e) {
            if (e.kind() == Kind.STALLED) {
                replace(current);
            }
            IOException deadEnd = route.deadEnd(uri);
            if (deadEnd != null) {
                TransportException why = Failures.explain(deadEnd, Origin.of(uri), route.proxyFor(uri));
                // Another connection may have failed to connect while this one had sent its request.
                throw new TransportException(e.kind() == Kind.PROXY ? why.kind() : e.kind(), why.getMessage(), why);
            }
            if (!Set.of(Kind.REFUSED, Kind.CONNECT_TIMEOUT).contains(e.kind())
                    || exchange.usedSink()
                    || !route.detour(uri)) {
                throw e;
            }
        } finally {
            usedSink[0] |= exchange.usedSink();
        }
        return exchange(request, uri, authorization, usedSink);
    }

    private synchronized ClientPool.Lease lease() {
        if (closed) {
            throw new IllegalStateException("this transport has been closed");
        }
        return lease;
    }

    /** A dead connection that requests share by HTTP/2, or others like it, would make the next attempt hang as well. */
    private synchronized void replace(ClientPool.Lease hanging) throws IOException {
        if (lease == hanging && !closed) {
            lease = pool.replace(hanging);
        }
    }

    /** Lets go of the connections, which other transports with the same settings may go on using. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            pool.release(lease);
        }
    }
}

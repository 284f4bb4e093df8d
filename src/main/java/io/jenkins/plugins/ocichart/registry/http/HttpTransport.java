package io.jenkins.plugins.ocichart.registry.http;

import io.jenkins.plugins.ocichart.registry.http.TransportException.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends requests and follows them up: repetition after transient failures, redirects, proxy, TLS, time limits. Calls
 * block; when the calling thread is interrupted they close the connection and throw {@link InterruptedException} at once.
 * Thread-safe. A request's {@code Authorization} goes to the origin of its own address only, wherever redirects lead, and
 * no redirect leads from https to http.
 */
public final class HttpTransport implements Closeable {
    private static final AtomicInteger THREADS = new AtomicInteger();
    /** Shared by all transports: the JDK's client in Java 17 has no way to end a pool of its own. */
    private static final ExecutorService EXECUTOR = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "oci-registry-http-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        thread.setContextClassLoader(HttpTransport.class.getClassLoader());
        return thread;
    });

    private final HttpClient client;
    private final ProxyRoute proxy;
    private final TimeLimits limits;
    private final RetryPolicy retries;

    private HttpTransport(HttpClient client, ProxyRoute proxy, TimeLimits limits, RetryPolicy retries) {
        this.client = client;
        this.proxy = proxy;
        this.limits = limits;
        this.retries = retries;
    }

    /**
     * Prepares a transport; nothing is sent yet.
     *
     * @param proxy the proxy to use, or null for the JVM's default
     * @throws IOException with one line that names the certificate or key file which can't be used
     */
    public static HttpTransport open(TlsSettings tls, ProxySettings proxy, TimeLimits limits, RetryPolicy retries)
            throws IOException {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limits.connect())
                .sslContext(TlsContext.create(tls))
                .executor(EXECUTOR);
        ProxyRoute route = ProxyRoute.open(proxy, limits, EXECUTOR);
        ProxySelector selector = route.selector();
        if (selector != null) {
            builder.proxy(selector);
        }
        return new HttpTransport(builder.build(), route, limits, retries);
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
            if (!request.isFollowingRedirects() || !RedirectPolicy.isRedirect(response, request.method())) {
                return response;
            }
            if (hop == RedirectPolicy.MAX_REDIRECTS) {
                throw new TransportException(Kind.REDIRECT, home.authority() + " redirects without end", null);
            }
            uri = RedirectPolicy.target(
                    request.uri(), uri, response.header("Location").orElseThrow());
            if (!Origin.of(uri).equals(home)) {
                authorization = null;
            }
        }
    }

    private TransportResponse exchange(TransportRequest request, URI uri, String authorization, boolean[] usedSink)
            throws IOException, InterruptedException {
        Exchange exchange = new Exchange(request, uri, proxy.proxyFor(uri));
        try {
            TransportResponse response = exchange.run(client, limits, authorization, proxy.authorization(uri));
            if (response.status() == 407) {
                throw Failures.proxyLogin(proxy.proxyFor(uri), proxy.user());
            }
            return response;
        } finally {
            usedSink[0] = exchange.usedSink();
        }
    }

    static String basic(String user, String password) {
        String pair = user + ":" + (password == null ? "" : password);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** Ends what is under way. In Java 17 idle connections end when the garbage collector has taken the client. */
    @Override
    public void close() throws IOException {
        proxy.close();
        try {
            HttpClient.class.getMethod("shutdownNow").invoke(client);
        } catch (NoSuchMethodException e) {
            // before Java 21
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}

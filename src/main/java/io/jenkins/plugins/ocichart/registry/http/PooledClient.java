package io.jenkins.plugins.ocichart.registry.http;

import io.jenkins.plugins.ocichart.registry.ProxySettings;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;

/** One of the JDK's clients with its way through the proxy. How many use it is the business of {@link ClientPool}. */
final class PooledClient {
    private final HttpClient client;
    private final ProxyRoute proxy;

    private PooledClient(HttpClient client, ProxyRoute proxy) {
        this.client = client;
        this.proxy = proxy;
    }

    static PooledClient create(TlsMaterial tls, ProxySettings settings, Duration connectLimit) throws IOException {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectLimit)
                .sslContext(tls.context())
                .executor(TransportThreads.EXECUTOR);
        ProxyRoute route = ProxyRoute.open(settings, connectLimit, TransportThreads.EXECUTOR);
        ProxySelector selector = route.selector();
        if (selector != null) {
            builder.proxy(selector);
        }
        return new PooledClient(build(builder), route);
    }

    /** The client starts a thread, which is not to keep the class loader of whoever comes first. */
    private static HttpClient build(HttpClient.Builder builder) {
        Thread current = Thread.currentThread();
        ClassLoader loader = current.getContextClassLoader();
        current.setContextClassLoader(PooledClient.class.getClassLoader());
        try {
            return builder.build();
        } finally {
            current.setContextClassLoader(loader);
        }
    }

    HttpClient client() {
        return client;
    }

    ProxyRoute proxy() {
        return proxy;
    }

    /** Ends the connections. In Java 17 this is left to the garbage collector: such a client has no way to be closed. */
    void end() {
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

package io.jenkins.plugins.ocichart.registry.http;

import io.jenkins.plugins.ocichart.registry.BasicLogin;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.ProxySettings;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/** Which requests go through the proxy, and which login goes with them. */
final class ProxyRoute implements Closeable {
    private final ProxySettings settings;
    private final TunnelRelay relay;

    private ProxyRoute(ProxySettings settings, TunnelRelay relay) {
        this.settings = settings;
        this.relay = relay;
    }

    /** {@code settings} may be null for the JVM's own proxy settings. */
    static ProxyRoute open(ProxySettings settings, Duration connectLimit, Executor executor) throws IOException {
        boolean login = settings != null && settings.user() != null;
        return new ProxyRoute(settings, login ? TunnelRelay.start(settings, connectLimit, executor) : null);
    }

    /** The selector for the JDK's client, or null to leave it its default. */
    ProxySelector selector() {
        return settings == null ? null : new Selector();
    }

    /** The {@code Proxy-Authorization} for a request to this address, or null. */
    String authorization(URI uri) {
        if (settings == null || settings.user() == null || !settings.appliesTo(uri.getHost())) {
            return null;
        }
        return Origin.of(uri).isSecure() ? relay.key() : BasicLogin.header(settings.user(), settings.password());
    }

    /** {@code host:port} of the proxy that a request to this address goes through, or null. */
    String proxyFor(URI uri) {
        return settings != null && settings.appliesTo(uri.getHost()) ? settings.authority() : null;
    }

    /** The user who is logged in at the proxy, or null. */
    String user() {
        return settings == null ? null : settings.user();
    }

    @Override
    public void close() {
        if (relay != null) {
            relay.close();
        }
    }

    private final class Selector extends ProxySelector {
        @Override
        public List<Proxy> select(URI uri) {
            if (!settings.appliesTo(uri.getHost())) {
                return List.of(Proxy.NO_PROXY);
            }
            boolean tunnel = relay != null && Origin.of(uri).isSecure();
            InetSocketAddress address = tunnel
                    ? relay.address()
                    : InetSocketAddress.createUnresolved(Origin.withoutBrackets(settings.host()), settings.port());
            return List.of(new Proxy(Proxy.Type.HTTP, address));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            // the request fails with the same exception
        }
    }
}

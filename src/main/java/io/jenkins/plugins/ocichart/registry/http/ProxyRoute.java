package io.jenkins.plugins.ocichart.registry.http;

import io.jenkins.plugins.ocichart.registry.BasicLogin;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.ProxySettings;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Where connections go: to the host or its proxy, to which of its addresses, and with which login at the proxy. */
final class ProxyRoute extends ProxySelector implements Closeable {
    private static final List<Proxy> DIRECT = List.of(Proxy.NO_PROXY);

    private final ProxySettings settings;
    private final Duration connectLimit;
    private final Function<String, List<InetAddress>> names;
    private final TunnelRelay login;
    /** Relays to given addresses of a host, by {@link #peer}. */
    private final Map<String, TunnelRelay> detours = new ConcurrentHashMap<>();
    /** Which {@link #peer}s have answered. */
    private final Set<String> answered = ConcurrentHashMap.newKeySet();

    /** {@code settings} may be null for the JVM's own proxy settings; {@code names} gives the addresses of a host. */
    ProxyRoute(ProxySettings settings, Duration connectLimit, Function<String, List<InetAddress>> names)
            throws IOException {
        this.settings = settings;
        this.connectLimit = connectLimit;
        this.names = names;
        this.login = user() == null ? null : TunnelRelay.through(settings, connectLimit);
    }

    /** The {@code Proxy-Authorization} for a request to this address, or null. */
    String authorization(URI uri) {
        if (user() == null || proxyFor(uri) == null) {
            return null;
        }
        return relaysLogin(uri) ? login.key() : BasicLogin.header(settings.user(), settings.password());
    }

    /** {@code host:port} of the proxy that a request to this address goes through, or null. */
    String proxyFor(URI uri) {
        return settings != null && settings.appliesTo(uri.getHost()) ? settings.authority() : null;
    }

    /** The user who is logged in at the proxy, or null. */
    String user() {
        return settings == null ? null : settings.user();
    }

    /** The addresses that requests without a proxy use. */
    List<InetAddress> addresses(URI uri) {
        TunnelRelay detour = detours.get(peer(uri));
        return detour == null ? names.apply(Origin.of(uri).host()) : detour.addresses();
    }

    /** Has requests to this address, which no proxy is for, connect only to what {@link #addresses} says from now on. */
    void pin(URI uri) throws IOException {
        Origin origin = Origin.of(uri);
        List<InetAddress> addresses = addresses(uri);
        if (!addresses.isEmpty() && jvmProxies(uri) == DIRECT) {
            detour(uri, addresses, origin.port(), origin.isSecure());
        }
    }

    /**
     * Looks for another address after the first one accepted no connection.
     *
     * @return whether there is one; connections go there from now on
     */
    boolean detour(URI uri) throws IOException, InterruptedException {
        List<InetAddress> all = choices(uri);
        if (all.size() < 2) {
            return false;
        }
        int port = port(uri);
        List<InetAddress> order = new ArrayList<>(all);
        try (Socket next = PeerAddresses.connect(all.subList(1, all.size()), port, connectLimit)) {
            order.remove(next.getInetAddress());
            order.add(0, next.getInetAddress());
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return false;
        }
        detour(uri, order, port, proxyFor(uri) == null && Origin.of(uri).isSecure());
        return true;
    }

    /** Whether a peer that hasn't answered yet accepts no connection at its first address, but does at another one. */
    boolean isFirstDead(URI uri) {
        List<InetAddress> all = answered.contains(peer(uri)) ? List.of() : choices(uri);
        return all.size() > 1
                && !PeerAddresses.accept(all.subList(0, 1), port(uri))
                && PeerAddresses.accept(all.subList(1, all.size()), port(uri));
    }

    /** Remembers that requests to this address are answered. */
    void answered(URI uri) {
        answered.add(peer(uri));
    }

    /** The addresses that connections for requests to this address may go to; none if that is settled, or up to others. */
    private List<InetAddress> choices(URI uri) {
        boolean proxied = proxyFor(uri) != null;
        if (detours.containsKey(peer(uri)) || (proxied ? relaysLogin(uri) : jvmProxies(uri) != DIRECT)) {
            return List.of();
        }
        return names.apply(
                proxied
                        ? Origin.withoutBrackets(settings.host())
                        : Origin.of(uri).host());
    }

    private int port(URI uri) {
        return proxyFor(uri) == null ? Origin.of(uri).port() : settings.port();
    }

    private synchronized void detour(URI uri, List<InetAddress> addresses, int port, boolean tunnel)
            throws IOException {
        if (!detours.containsKey(peer(uri))) {
            detours.put(peer(uri), TunnelRelay.to(addresses, port, tunnel, connectLimit));
        }
    }

    /** Whether requests to this address, which go through the proxy, get its login from the relay. */
    private boolean relaysLogin(URI uri) {
        return login != null && Origin.of(uri).isSecure();
    }

    /** Why the relay for this address couldn't connect, which also closes it; null if it could, or there is none. */
    IOException deadEnd(URI uri) {
        TunnelRelay detour = detours.get(peer(uri));
        if (detour == null || detour.failure() == null) {
            return null;
        }
        detours.remove(peer(uri), detour);
        detour.close();
        return detour.failure();
    }

    private String peer(URI uri) {
        return proxyFor(uri) == null ? Origin.of(uri).toString() : settings.authority();
    }

    /** The proxies that the JVM is configured with for an address; they count if there are no settings. */
    private List<Proxy> jvmProxies(URI uri) {
        ProxySelector selector = settings == null ? ProxySelector.getDefault() : null;
        List<Proxy> proxies = selector == null ? DIRECT : selector.select(uri);
        return proxies.stream().allMatch(Proxy.NO_PROXY::equals) ? DIRECT : proxies;
    }

    @Override
    public void close() {
        // No method reference: where there are no relays, the class needn't be loaded, which fails once Jenkins stops.
        for (TunnelRelay relay : detours.values()) {
            relay.close();
        }
        if (login != null) {
            login.close();
        }
    }

    @Override
    public List<Proxy> select(URI uri) {
        boolean proxied = proxyFor(uri) != null;
        TunnelRelay relay = proxied && relaysLogin(uri) ? login : detours.get(peer(uri));
        if (relay != null) {
            return List.of(new Proxy(Proxy.Type.HTTP, relay.address()));
        }
        return proxied
                ? List.of(new Proxy(
                        Proxy.Type.HTTP,
                        InetSocketAddress.createUnresolved(Origin.withoutBrackets(settings.host()), settings.port())))
                : jvmProxies(uri);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // the request fails with the same exception
    }
}

package io.jenkins.plugins.ocichart.registry.http;

import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.ProxySettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/**
 * Clients of the JDK, one for all transports with the same settings. Before Java 21 such a client can't be closed: its thread,
 * its selector and its connections stay until the garbage collector finds it, which in an agent's JVM may be long after
 * the process has run out of file descriptors. Shared clients also save a step the handshakes of the step before.
 *
 * <p>A client that nobody has used for a while is dropped, so that neither connections which a firewall has forgotten are
 * used again, nor threads keep the class loader of a plugin that is gone.
 */
final class ClientPool {
    /** The one of this JVM; load balancers commonly let connections idle for a minute. */
    static final ClientPool SHARED = new ClientPool(Duration.ofSeconds(50));

    private final Duration idleLimit;
    private final Function<String, List<InetAddress>> names;
    private final Map<Key, Lease> clients = new HashMap<>();
    private boolean sweepScheduled;

    /** What tells clients apart. Of keys and passwords for TLS there is a digest only. */
    private record Key(String tls, ProxySettings proxy, Duration connectLimit) {}

    /** A client in use, with the route of its connections; to be given back once. */
    static final class Lease {
        private final Key key;
        private final TlsMaterial tls;
        private final HttpClient client;
        private final ProxyRoute route;
        private int users;
        private long idleSince;

        private Lease(Key key, TlsMaterial tls, Function<String, List<InetAddress>> names) throws IOException {
            this.key = key;
            this.tls = tls;
            SSLContext context = tls.context();
            this.route = new ProxyRoute(key.proxy(), key.connectLimit(), names);
            this.client = build(HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(key.connectLimit())
                    .sslContext(context)
                    .executor(TransportThreads.EXECUTOR)
                    .proxy(route));
        }

        /** The client starts a thread, which must not keep the class loader of the first caller. */
        private static HttpClient build(HttpClient.Builder builder) {
            Thread current = Thread.currentThread();
            ClassLoader loader = current.getContextClassLoader();
            current.setContextClassLoader(ClientPool.class.getClassLoader());
            try {
                return builder.build();
            } finally {
                current.setContextClassLoader(loader);
            }
        }

        HttpClient client() {
            return client;
        }

        ProxyRoute route() {
            return route;
        }

        /** Ends the connections. In Java 17 the garbage collector has to: such a client has no way to be closed. */
        private void end() {
            route.close();
            try {
                HttpClient.class.getMethod("shutdownNow").invoke(client);
            } catch (NoSuchMethodException e) {
                // before Java 21
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A pool that drops clients after this time without use. */
    ClientPool(Duration idleLimit) {
        this(idleLimit, PeerAddresses::of);
    }

    /** With another source of a host's addresses than the JVM's. */
    ClientPool(Duration idleLimit, Function<String, List<InetAddress>> names) {
        this.idleLimit = idleLimit;
        this.names = names;
    }

    /**
     * A client for these settings.
     *
     * @throws IOException with one line that names the certificate or key file which can't be used
     */
    Lease acquire(ConnectionSettings settings, RegistryCredential credential, String clientHost, Duration connectLimit)
            throws IOException {
        TlsMaterial tls = TlsMaterial.load(settings, credential, clientHost);
        return acquire(new Key(tls.fingerprint(), settings.proxy(), connectLimit), tls);
    }

    private synchronized Lease acquire(Key key, TlsMaterial tls) throws IOException {
        dropIdle();
        Lease lease = clients.get(key);
        if (lease == null) {
            lease = new Lease(key, tls, names);
            clients.put(key, lease);
        }
        lease.users++;
        return lease;
    }

    /** A new client in place of one whose connections hang, also for those who ask for one later. */
    synchronized Lease replace(Lease hanging) throws IOException {
        clients.remove(hanging.key, hanging);
        Lease fresh = acquire(hanging.key, hanging.tls);
        release(hanging);
        return fresh;
    }

    synchronized void release(Lease lease) {
        lease.users--;
        if (lease.users > 0) {
            return;
        }
        lease.idleSince = System.nanoTime();
        if (clients.get(lease.key) == lease) {
            scheduleSweep();
        } else {
            lease.end();
        }
    }

    synchronized int size() {
        return clients.size();
    }

    private void scheduleSweep() {
        if (!sweepScheduled) {
            sweepScheduled = true;
            Executor later = CompletableFuture.delayedExecutor(
                    idleLimit.toMillis() + 1, TimeUnit.MILLISECONDS, TransportThreads.EXECUTOR);
            later.execute(this::sweep);
        }
    }

    private synchronized void sweep() {
        sweepScheduled = false;
        dropIdle();
        if (clients.values().stream().anyMatch(lease -> lease.users == 0)) {
            scheduleSweep();
        }
    }

    private void dropIdle() {
        long now = System.nanoTime();
        clients.values().removeIf(lease -> {
            boolean idle = lease.users == 0 && now - lease.idleSince >= idleLimit.toNanos();
            if (idle) {
                lease.end();
            }
            return idle;
        });
    }
}

package io.jenkins.plugins.ocichart.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.TestKeyStore;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.ProxySettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.simulator.WireExchange;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientPoolTest {
    private static final RegistryCredential NOBODY = RegistryCredential.anonymous();
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final TimeLimits LIMITS = new TimeLimits(
            Duration.ofSeconds(10), Duration.ofSeconds(4), Duration.ofSeconds(10), Duration.ofSeconds(10));
    private static final RetryPolicy TWICE =
            new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(1));
    private static final TestKeyStore KEYS =
            TestKeyStore.create().add("ca", "CN=CA", "EC", null).add("rsa", "CN=client", "RSA", null);

    /** Of what a client holds, its relay to a proxy shows whether it has ended. */
    private static final ConnectionSettings WITH_RELAY =
            ConnectionSettings.DEFAULT.withProxy(new ProxySettings("proxy.example.com", 3128, "bob", "secret", null));

    @TempDir
    Path directory;

    private final Set<Integer> connections = ConcurrentHashMap.newKeySet();

    private void hello(WireExchange exchange) throws IOException {
        connections.add(exchange.connection().getPort());
        exchange.respond(200, "hello");
    }

    private static void get(ClientPool pool, WireServer server) throws IOException, InterruptedException {
        try (HttpTransport transport = HttpTransport.open(pool, ConnectionSettings.DEFAULT, LIMITS, TWICE)) {
            transport.send(TransportRequest.of("GET", URI.create(server.url())));
        }
    }

    private ClientPool.Lease acquire(ClientPool pool, ConnectionSettings settings) throws IOException {
        return pool.acquire(settings, NOBODY, null, LIMITS.connect());
    }

    private ConnectionSettings trusting(String file, String alias) throws IOException {
        String ca = Files.writeString(directory.resolve(file), KEYS.certificatePem(alias))
                .toString();
        return new ConnectionSettings(false, false, ca, null, null);
    }

    @Test
    void oneTransportAfterAnotherUsesTheSameConnection() throws Exception {
        ClientPool pool = new ClientPool(LONG);
        try (WireServer server = WireServer.start(this::hello)) {
            for (int i = 0; i < 20; i++) {
                get(pool, server);
            }
        }
        assertThat(connections).hasSize(1);
    }

    @Test
    void theContentOfFilesTellsClientsApartNotTheirNames() throws Exception {
        ClientPool pool = new ClientPool(LONG);
        ClientPool.Lease first = acquire(pool, trusting("a.pem", "ca"));

        assertThat(acquire(pool, trusting("b.pem", "ca"))).isSameAs(first);
        assertThat(acquire(pool, trusting("a.pem", "rsa"))).isNotSameAs(first);
    }

    @Test
    void everySettingTellsClientsApart() throws Exception {
        ClientPool pool = new ClientPool(LONG);
        byte[] pkcs12 = KEYS.entryAsPkcs12("rsa");
        RegistryCredential key = RegistryCredential.clientCertificate(pkcs12, TestKeyStore.PASSWORD);
        ProxySettings proxy = new ProxySettings("proxy.example.com", 3128);
        acquire(pool, ConnectionSettings.DEFAULT);
        acquire(pool, new ConnectionSettings(false, true, null, null, null));
        pool.acquire(ConnectionSettings.DEFAULT, NOBODY, "a.example.com", LIMITS.connect());
        pool.acquire(ConnectionSettings.DEFAULT, key, "a.example.com", LIMITS.connect());
        acquire(pool, ConnectionSettings.DEFAULT.withProxy(proxy));
        pool.acquire(ConnectionSettings.DEFAULT, NOBODY, null, Duration.ofSeconds(1));

        assertThat(pool.size()).isEqualTo(6);
    }

    @Test
    void aClientKeyIsKeptAsADigestOnly() throws Exception {
        RegistryCredential key = RegistryCredential.clientCertificate(KEYS.entryAsPkcs12("rsa"), TestKeyStore.PASSWORD);
        TlsMaterial tls = TlsMaterial.load(ConnectionSettings.DEFAULT, key, "a.example.com");

        assertThat(tls.fingerprint()).matches("[0-9a-f]{64}");
        assertThat(tls.toString()).doesNotContain(TestKeyStore.PASSWORD);
    }

    @Test
    void aClientThatNobodyUsesIsDropped() throws Exception {
        ClientPool pool = new ClientPool(Duration.ofMillis(50));
        ClientPool.Lease used = acquire(pool, ConnectionSettings.DEFAULT);
        pool.release(acquire(pool, new ConnectionSettings(false, true, null, null, null)));

        await(() -> pool.size() == 1);

        assertThat(acquire(pool, ConnectionSettings.DEFAULT)).isSameAs(used);
    }

    @Tag("slow")
    @Test
    void theThreadOfADroppedClientEnds() throws Exception {
        ClientPool pool = new ClientPool(Duration.ofMillis(50));
        Set<Thread> before = selectors();
        try (WireServer server = WireServer.start(this::hello)) {
            get(pool, server);
            Set<Thread> ours = selectors();
            ours.removeAll(before);
            assertThat(ours)
                    .hasSize(1)
                    .allSatisfy(thread ->
                            assertThat(thread.getContextClassLoader()).isSameAs(ClientPool.class.getClassLoader()));

            await(() -> {
                System.gc();
                return ours.stream().noneMatch(Thread::isAlive);
            });
        }
    }

    private static Set<Thread> selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().endsWith("-SelectorManager"))
                .collect(Collectors.toSet());
    }

    @Tag("slow")
    @Test
    void aClientWhoseConnectionsHangIsReplacedForEverybody() throws Exception {
        ClientPool pool = new ClientPool(LONG);
        AtomicInteger requests = new AtomicInteger();
        ClientPool.Lease hanging = acquire(pool, ConnectionSettings.DEFAULT);
        try (WireServer server = WireServer.start(exchange -> {
            if (requests.incrementAndGet() == 1) {
                Thread.sleep(60_000);
            }
            hello(exchange);
        })) {
            get(pool, server);
        }

        assertThat(requests).hasValue(2);
        assertThat(acquire(pool, ConnectionSettings.DEFAULT)).isNotSameAs(hanging);
    }

    @Test
    void aTransportThatIsClosedTwiceGivesItsClientBackOnce() throws Exception {
        ClientPool pool = new ClientPool(Duration.ofMillis(50));
        ClientPool.Lease used = acquire(pool, ConnectionSettings.DEFAULT);
        HttpTransport transport = HttpTransport.open(pool, ConnectionSettings.DEFAULT, LIMITS, TWICE);
        transport.close();
        transport.close();
        Thread.sleep(150);

        assertThat(acquire(pool, ConnectionSettings.DEFAULT)).isSameAs(used);
        assertThatThrownBy(() -> transport.send(TransportRequest.of("GET", URI.create("http://127.0.0.1:9/"))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aTransportGivesItsClientBackWhenItIsClosed() throws Exception {
        ClientPool pool = new ClientPool(Duration.ofMillis(50));
        HttpTransport.open(pool, ConnectionSettings.DEFAULT, LIMITS, TWICE).close();

        await(() -> pool.size() == 0);
    }

    @Test
    void clientsAreDroppedWheneverTheyWereGivenBack() throws Exception {
        ClientPool pool = new ClientPool(Duration.ofMillis(50));
        ClientPool.Lease later = acquire(pool, new ConnectionSettings(false, true, null, null, null));
        pool.release(acquire(pool, ConnectionSettings.DEFAULT));
        Thread.sleep(25);
        pool.release(later);
        await(() -> pool.size() == 0);

        pool.release(acquire(pool, ConnectionSettings.DEFAULT));
        await(() -> pool.size() == 0);
    }

    @Test
    void aClientThatWasGivenBackIsGivenOutAgain() throws Exception {
        ClientPool pool = new ClientPool(LONG);
        ClientPool.Lease first = acquire(pool, ConnectionSettings.DEFAULT);
        pool.release(first);

        assertThat(acquire(pool, ConnectionSettings.DEFAULT)).isSameAs(first);
    }

    @Test
    void aClientThatHangsIsReplacedForWhoComesLater() throws Exception {
        ClientPool pool = new ClientPool(LONG);
        ClientPool.Lease hanging = acquire(pool, ConnectionSettings.DEFAULT);
        ClientPool.Lease fresh = pool.replace(hanging);

        assertThat(fresh).isNotSameAs(hanging);
        assertThat(fresh.client()).isNotSameAs(hanging.client());
        assertThat(acquire(pool, ConnectionSettings.DEFAULT)).isSameAs(fresh);
        assertThat(pool.size()).isEqualTo(1);
    }

    private static Socket connectToRelay(ClientPool.Lease lease) throws IOException {
        InetSocketAddress relay = (InetSocketAddress) lease.route()
                .select(URI.create("https://registry.example.com/"))
                .get(0)
                .address();
        Socket connection = new Socket(relay.getAddress(), relay.getPort());
        connection.setSoTimeout(60_000);
        return connection;
    }

    @Test
    void aReplacedClientEndsWithItsLastUser() throws Exception {
        ClientPool pool = new ClientPool(LONG);
        ClientPool.Lease hanging = acquire(pool, WITH_RELAY);
        acquire(pool, WITH_RELAY);
        pool.replace(hanging);
        try (Socket connection = connectToRelay(hanging)) {
            connection.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(connection.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 403");
        }
        try (Socket connection = connectToRelay(hanging)) {
            pool.release(hanging);

            assertThat(AddressRelayTest.ended(connection)).isTrue();
        }
    }

    @Test
    void aClientThatIsDroppedEndsItsRelays() throws Exception {
        ClientPool pool = new ClientPool(Duration.ofMillis(50));
        ClientPool.Lease lease = acquire(pool, WITH_RELAY);
        try (Socket connection = connectToRelay(lease)) {
            pool.release(lease);

            assertThat(AddressRelayTest.ended(connection)).isTrue();
        }
    }

    /** Its thread would keep the class loader of whoever needed it first. */
    @Test
    void aClientKeepsNothingOfItsFirstUser() throws Exception {
        Thread current = Thread.currentThread();
        ClassLoader own = current.getContextClassLoader();
        try (URLClassLoader users = new URLClassLoader(new URL[0], own)) {
            current.setContextClassLoader(users);
            ClientPool.Lease lease = acquire(new ClientPool(LONG), ConnectionSettings.DEFAULT);

            assertThat(current.getContextClassLoader()).isSameAs(users);
            assertThat(selectors()).isNotEmpty().noneMatch(thread -> thread.getContextClassLoader() == users);
            assertThat(lease.client().connectTimeout()).contains(LIMITS.connect());
        } finally {
            current.setContextClassLoader(own);
        }
    }

    @Test
    void theThreadsKeepNeitherTheJvmNorTheirFirstUser() throws Exception {
        Thread current = Thread.currentThread();
        ClassLoader own = current.getContextClassLoader();
        List<Future<Thread>> threads = new ArrayList<>();
        try (URLClassLoader users = new URLClassLoader(new URL[0], own)) {
            current.setContextClassLoader(users);
            CountDownLatch all = new CountDownLatch(30);
            for (int i = 0; i < 30; i++) {
                threads.add(TransportThreads.EXECUTOR.submit(() -> {
                    all.countDown();
                    all.await();
                    return Thread.currentThread();
                }));
            }
            for (Future<Thread> thread : threads) {
                assertThat(thread.get().isDaemon()).isTrue();
                assertThat(thread.get().getContextClassLoader()).isSameAs(ClientPool.class.getClassLoader());
            }
        } finally {
            current.setContextClassLoader(own);
        }
    }

    @Test
    void aTransportWhoseRequestHangsGetsANewClient() throws Exception {
        ClientPool pool = new ClientPool(LONG);
        ClientPool.Lease hanging = acquire(pool, ConnectionSettings.DEFAULT);
        TimeLimits instant = new TimeLimits(LIMITS.connect(), Duration.ofMillis(1), LONG, LONG);
        try (WireServer server = WireServer.start(e -> Thread.sleep(60_000));
                HttpTransport transport = HttpTransport.open(pool, ConnectionSettings.DEFAULT, instant, TWICE)) {
            TransportRequest request = TransportRequest.of("GET", URI.create(server.url()));
            assertThatThrownBy(() -> transport.send(request.notRepeatable())).hasMessageContaining("did not go on");
            ClientPool.Lease fresh = acquire(pool, ConnectionSettings.DEFAULT);
            assertThat(fresh).isNotSameAs(hanging);
            assertThat(acquire(pool, ConnectionSettings.DEFAULT)).isSameAs(fresh);
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(20);
        }
    }
}

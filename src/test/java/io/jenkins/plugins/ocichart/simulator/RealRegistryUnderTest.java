package io.jenkins.plugins.ocichart.simulator;

import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import io.jenkins.plugins.ocichart.peer.ZotRegistry;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A real registry on this machine. It serves all tests of this JVM, each in a namespace of its own. */
final class RealRegistryUnderTest implements RegistryUnderTest {
    private static final Map<String, String> HOSTS = new ConcurrentHashMap<>();
    private static final AtomicInteger NAMESPACES = new AtomicInteger();

    private final String host;
    private final String namespace = "acme/charts" + NAMESPACES.incrementAndGet();

    private final boolean controlled;

    private RealRegistryUnderTest(String host, boolean controlled) {
        this.host = host;
        this.controlled = controlled;
    }

    /** The host of a registry that is started where it doesn't run yet; it ends with the JVM. */
    private static RegistryUnderTest shared(String name, Supplier<String> starter) {
        return new RealRegistryUnderTest(HOSTS.computeIfAbsent(name, key -> starter.get()), name.equals("zot"));
    }

    private static <R extends AutoCloseable> R closedAtTheEnd(R registry) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                registry.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }));
        return registry;
    }

    static RegistryUnderTest embedded() {
        return shared("embedded", () -> EmbeddedRegistry.start().host());
    }

    static RegistryUnderTest docker() {
        return shared(
                "docker", () -> closedAtTheEnd(DockerRegistry.withBasicLogin()).host());
    }

    static RegistryUnderTest dockerWithTokens() {
        return shared("tokens", () -> {
            TokenServer tokens = closedAtTheEnd(TokenServer.start());
            return closedAtTheEnd(tokens.registry()).host();
        });
    }

    static RegistryUnderTest zot() {
        return shared("zot", () -> closedAtTheEnd(ZotRegistry.withBasicLogin()).host());
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public ConnectionSettings settings() {
        return ConnectionSettings.DEFAULT;
    }

    @Override
    public String namespace() {
        return namespace;
    }

    @Override
    public RegistryCredential writer() {
        return RegistryCredential.basic(EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD);
    }

    @Override
    public RegistryCredential reader() {
        return controlled ? RegistryCredential.basic(ZotRegistry.READER, ZotRegistry.PASSWORD_OF_READER) : null;
    }

    @Override
    public String foreignNamespace() {
        return controlled ? "nowhere/charts" : null;
    }

    @Override
    public void prepare(String chart) {}

    @Override
    public boolean lockTags() {
        return false;
    }

    @Override
    public boolean fillStorage() {
        return false;
    }

    @Override
    public String digest(String chart, String tag) throws Exception {
        try (RegistryClient client = RegistryClient.open(host, settings(), writer())) {
            return client.repository(namespace() + "/" + chart)
                    .resolve(tag)
                    .map(found -> found.digest().toString())
                    .orElse("absent");
        }
    }

    /** The registry goes on for the next test. */
    @Override
    public void close() {}
}

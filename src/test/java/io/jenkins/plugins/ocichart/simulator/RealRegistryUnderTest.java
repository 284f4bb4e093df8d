package io.jenkins.plugins.ocichart.simulator;

import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import io.jenkins.plugins.ocichart.peer.TokenServer;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryClient;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.util.List;

/** A real registry on this machine. */
final class RealRegistryUnderTest implements RegistryUnderTest {
    private final String host;
    private final List<AutoCloseable> parts;

    private RealRegistryUnderTest(String host, AutoCloseable... parts) {
        this.host = host;
        this.parts = List.of(parts);
    }

    static RegistryUnderTest embedded() {
        EmbeddedRegistry registry = EmbeddedRegistry.start();
        return new RealRegistryUnderTest(registry.host(), registry);
    }

    static RegistryUnderTest docker() {
        DockerRegistry registry = DockerRegistry.withBasicLogin();
        return new RealRegistryUnderTest(registry.host(), registry);
    }

    static RegistryUnderTest dockerWithTokens() {
        TokenServer tokens = TokenServer.start();
        DockerRegistry registry = DockerRegistry.withTokens(tokens);
        return new RealRegistryUnderTest(registry.host(), registry, tokens);
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
        return "acme/charts";
    }

    @Override
    public RegistryCredential writer() {
        return RegistryCredential.basic(EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD);
    }

    @Override
    public RegistryCredential reader() {
        return null;
    }

    @Override
    public String foreignNamespace() {
        return null;
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
            return client.resolve(namespace() + "/" + chart, tag)
                    .map(found -> found.digest().toString())
                    .orElse("absent");
        }
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable part : parts) {
            part.close();
        }
    }
}

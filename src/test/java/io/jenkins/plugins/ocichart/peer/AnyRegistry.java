package io.jenkins.plugins.ocichart.peer;

import org.opentest4j.TestAbortedException;

/**
 * A real registry for tests that are not about logins: Debian's without a login where it is installed, because the
 * embedded one takes a tenth of a second to check the password of each request.
 */
public final class AnyRegistry implements AutoCloseable {
    private final String host;
    private final AutoCloseable registry;

    private AnyRegistry(String host, AutoCloseable registry) {
        this.host = host;
        this.registry = registry;
    }

    /** Starts a registry that lets Helm and {@link EmbeddedRegistry#USER} in. */
    public static AnyRegistry start() {
        try {
            DockerRegistry registry = DockerRegistry.start();
            return new AnyRegistry(registry.host(), registry);
        } catch (TestAbortedException notInstalled) {
            EmbeddedRegistry registry = EmbeddedRegistry.start();
            EmbeddedHelm.login(registry.host(), EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD);
            return new AnyRegistry(registry.host(), registry);
        }
    }

    /** The registry's {@code host:port}. */
    public String host() {
        return host;
    }

    @Override
    public void close() throws Exception {
        registry.close();
    }
}

package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import org.opentest4j.TestAbortedException;

/**
 * A real registry for tests that are not about logins: Debian's without a login where it is installed, because the
 * embedded one takes a tenth of a second to check the password of each request.
 */
final class AnyRegistry implements AutoCloseable {
    private final String host;
    private final AutoCloseable registry;

    private AnyRegistry(String host, AutoCloseable registry) {
        this.host = host;
        this.registry = registry;
    }

    /** Starts a registry that lets {@link Requests#ALICE} and Helm in. */
    static AnyRegistry start() {
        try {
            DockerRegistry registry = DockerRegistry.open();
            return new AnyRegistry(registry.host(), registry);
        } catch (TestAbortedException notInstalled) {
            EmbeddedRegistry registry = EmbeddedRegistry.start();
            EmbeddedHelm.login(registry.host(), EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD);
            return new AnyRegistry(registry.host(), registry);
        }
    }

    String host() {
        return host;
    }

    @Override
    public void close() throws Exception {
        registry.close();
    }
}

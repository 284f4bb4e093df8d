package io.jenkins.plugins.ocichart.build;

import io.jenkins.plugins.ocichart.config.ConnectionParameters;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import java.io.Serializable;

/**
 * That a build is logged in to a registry: with which credentials, and how it connects. Kept with the build, so it has the
 * credentials' id only. Not a record: XStream can't read those back.
 */
public final class Login implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String registry;
    private final String credentialsId;
    private final ConnectionParameters connection;

    Login(RegistryHost registry, String credentialsId, ConnectionParameters connection) {
        this.registry = registry.value();
        this.credentialsId = credentialsId;
        this.connection = connection;
    }

    /** The registry, as {@code host[:port]}. */
    RegistryHost registry() {
        return RegistryHost.parse(registry);
    }

    String credentialsId() {
        return credentialsId;
    }

    ConnectionParameters connection() {
        return connection;
    }
}

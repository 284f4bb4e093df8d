package io.jenkins.plugins.ocichart.login;

import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import java.io.Serializable;

/**
 * That a build is logged in to a registry: with which credentials, and how it connects. Kept with the build, so it has the
 * credentials' id only. Not a record: XStream can't read those back.
 */
public final class BuildLogin implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String registry;
    private final String credentialsId;
    private final ConnectionSettings connection;

    /** A login that has been checked. */
    public BuildLogin(RegistryHost registry, String credentialsId, ConnectionSettings connection) {
        this.registry = registry.value();
        this.credentialsId = credentialsId;
        this.connection = connection;
    }

    /** The registry, as {@code host[:port]}. */
    public RegistryHost registry() {
        return RegistryHost.parse(registry);
    }

    /** The id of the credentials in Jenkins. */
    public String credentialsId() {
        return credentialsId;
    }

    /** How the registry is reached. */
    public ConnectionSettings connection() {
        return connection;
    }
}

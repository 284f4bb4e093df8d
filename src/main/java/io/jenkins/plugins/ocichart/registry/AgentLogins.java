package io.jenkins.plugins.ocichart.registry;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The logins that a machine has from {@code helm registry login}, {@code docker login} or {@code podman login}. */
public final class AgentLogins {
    private AgentLogins() {}

    /**
     * Looks for a login in Helm's file, then Docker's, then Podman's, as Helm does; credential helpers that the files
     * name are run.
     *
     * @param host {@code host[:port]}
     * @param environment the variables that decide where the files and helpers are: {@code HELM_REGISTRY_CONFIG},
     *     {@code HELM_CONFIG_HOME}, {@code XDG_CONFIG_HOME}, {@code XDG_RUNTIME_DIR}, {@code DOCKER_CONFIG},
     *     {@code REGISTRY_AUTH_FILE}, {@code HOME}, {@code PATH}; the JVM's home directory stands in for a missing
     *     {@code HOME}
     * @return the first login found
     * @throws RegistryException if Helm's file is broken or a credential helper fails
     */
    public static Optional<RegistryCredential> find(String host, Map<String, String> environment)
            throws IOException, InterruptedException {
        throw new UnsupportedOperationException();
    }
}

package io.jenkins.plugins.ocichart.provider;

import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * A machine in a cloud, for tests in other packages.
 *
 * @param metadata where its metadata service is, which in production is always the same link-local address
 */
public record Machine(URI metadata) {
    /** The login that the machine has for a registry. */
    public Optional<RegistryCredential> login(
            String registry, ConnectionSettings settings, Map<String, String> environment) throws Exception {
        return ProviderLogins.of(registry, settings, new MetadataService(metadata))
                .ofMachine(environment);
    }
}

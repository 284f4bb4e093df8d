package io.jenkins.plugins.ocichart.provider;

import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** A cloud provider's logins for one of its registries. */
interface Provider {
    /** What the registry takes in place of a login that the user gave. */
    RegistryCredential exchange(RegistryCredential login) throws IOException, InterruptedException;

    /** The login that this machine has with the provider; the metadata service is asked last. */
    Optional<RegistryCredential> ofMachine(Map<String, String> environment, MetadataService metadata)
            throws IOException, InterruptedException;
}

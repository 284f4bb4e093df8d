package io.jenkins.plugins.ocichart.credentials;

import io.jenkins.plugins.ocichart.registry.RegistryCredential;

/**
 * What Jenkins credentials became.
 *
 * @param credential what is shown to the registry
 * @param userNameSecret whether the user name is to be masked too
 */
public record ResolvedCredential(RegistryCredential credential, boolean userNameSecret) {}

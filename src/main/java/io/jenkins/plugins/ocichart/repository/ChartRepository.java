package io.jenkins.plugins.ocichart.repository;

import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.io.Serializable;

/**
 * A repository with a name, as {@code helm repo add} keeps it, or the login and connection of all below an address.
 *
 * @param name what {@code @NAME} and {@code alias:NAME} mean; empty for none
 * @param url its address
 * @param credential what to log in with; anonymous for none
 * @param passCredentials whether the login also goes to other hosts that its index names
 * @param connection how to connect
 */
public record ChartRepository(
        String name, String url, RegistryCredential credential, boolean passCredentials, ConnectionSettings connection)
        implements Serializable {
    /** Whether {@code repository} of a dependency names this one. */
    public boolean isNamed(String repository) {
        return !name.isEmpty() && (repository.equals("@" + name) || repository.equals("alias:" + name));
    }

    /** Without the credential. */
    @Override
    public String toString() {
        return "ChartRepository[name=" + name + ", url=" + RepositoryUrl.withoutLogin(url) + "]";
    }
}

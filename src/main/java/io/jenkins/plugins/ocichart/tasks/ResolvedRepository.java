package io.jenkins.plugins.ocichart.tasks;

import hudson.AbortException;
import hudson.Util;
import io.jenkins.plugins.ocichart.config.OciChartConfiguration;
import io.jenkins.plugins.ocichart.config.RepositoryEndpoint;
import io.jenkins.plugins.ocichart.credentials.RegistryCredentials;
import io.jenkins.plugins.ocichart.credentials.ResolvedCredential;
import io.jenkins.plugins.ocichart.credentials.SecretMask;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import io.jenkins.plugins.ocichart.repository.ChartRepository;
import java.util.List;
import java.util.Optional;

/**
 * How a task reaches a classic repository.
 *
 * @param repository what the operation connects and logs in with
 * @param mask masks the secrets of that login; null for none
 */
record ResolvedRepository(ChartRepository repository, SecretMask mask) {
    /**
     * Decides for one repository: the step's own parameters, else those of the system configuration.
     *
     * @param credentialsId the step's own credentials; null or blank for none
     * @param passCredentials whether they go to other hosts that the index names; null if the step doesn't say
     * @param connection the step's own connection parameters
     */
    static ResolvedRepository of(
            BuildContext context,
            String url,
            String credentialsId,
            Boolean passCredentials,
            ConnectionSettings connection)
            throws AbortException {
        Optional<RepositoryEndpoint> entry = OciChartConfiguration.get().repositoryFor(url);
        String own = Util.fixEmptyAndTrim(credentialsId);
        String id = own != null
                ? own
                : entry.map(RepositoryEndpoint::getCredentialsId).orElse(null);
        RegistryHost host = RegistryHost.find(url).orElse(null);
        RegistryCredential login = RegistryCredential.anonymous();
        SecretMask mask = null;
        if (id != null && host != null) {
            ResolvedCredential found = RegistryCredentials.find(id, host, url.startsWith("http:"), context.run());
            login = found.credential();
            mask = SecretMask.of(found, List.of(), context.run().getCharset());
        }
        boolean pass = passCredentials != null
                ? passCredentials
                : entry.map(RepositoryEndpoint::isPassCredentials).orElse(false);
        ConnectionSettings settings = !connection.isDefault()
                ? connection
                : entry.map(RepositoryEndpoint::connection).orElse(connection);
        return new ResolvedRepository(new ChartRepository("", url, login, pass, settings), mask);
    }
}

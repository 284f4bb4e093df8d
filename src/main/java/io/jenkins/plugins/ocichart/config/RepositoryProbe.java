package io.jenkins.plugins.ocichart.config;

import hudson.util.FormValidation;
import io.jenkins.plugins.ocichart.registry.NotFoundException;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import io.jenkins.plugins.ocichart.repository.ChartRepository;
import io.jenkins.plugins.ocichart.repository.RepositoryClient;
import io.jenkins.plugins.ocichart.repository.RepositoryUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** Fetches the index of a classic repository, as the steps do, and fetches no chart. */
final class RepositoryProbe extends Probe {
    private final RepositoryEndpoint entry;

    private RepositoryProbe(RepositoryEndpoint entry, RegistryHost host) {
        super(entry, host);
        this.entry = entry;
    }

    /** Tests an entry of the form. */
    static FormValidation of(RepositoryEndpoint entry, Duration limit) {
        RegistryHost host = RegistryHost.find(entry.getUrl()).orElse(null);
        try {
            boolean secure = RepositoryUrl.parse(entry.getUrl()).origin().isSecure();
            return host == null
                    ? FormValidation.error(Messages.RepositoryProbe_invalid())
                    : new RepositoryProbe(entry, host).within(!secure, limit);
        } catch (IOException e) {
            return FormValidation.error(Messages.RepositoryProbe_invalid());
        }
    }

    @Override
    FormValidation connect(RegistryCredential credential) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("oci-chart-");
        try (RepositoryClient client = RepositoryClient.open(new ChartRepository(
                "", entry.getUrl(), credential, false, entry.connection().withProxy(JenkinsProxy.current())))) {
            client.index(Set.of(), folder.resolve("index.yaml"), line -> {});
            return FormValidation.ok(
                    entry.getCredentialsId() == null
                            ? Messages.RepositoryProbe_reached(client.url())
                            : Messages.RepositoryProbe_loggedIn(client.url(), entry.getCredentialsId()));
        } catch (NotFoundException e) {
            return FormValidation.warning(Messages.RepositoryProbe_noIndex(RepositoryUrl.parse(entry.getUrl())));
        } finally {
            Files.deleteIfExists(folder.resolve("index.yaml"));
            Files.delete(folder);
        }
    }
}

package io.jenkins.plugins.ocichart.parameter;

import hudson.AbortException;
import hudson.Util;
import hudson.model.Item;
import io.jenkins.plugins.ocichart.config.Deadline;
import io.jenkins.plugins.ocichart.config.JenkinsProxy;
import io.jenkins.plugins.ocichart.config.OciChartConfiguration;
import io.jenkins.plugins.ocichart.config.RegistryEndpoint;
import io.jenkins.plugins.ocichart.credentials.RegistryCredentials;
import io.jenkins.plugins.ocichart.credentials.SecretMask;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.pull.Versions;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * The versions that a form offers.
 *
 * @param versions the newest first
 * @param problem why there are none, in the user's language; null if there are
 */
public record VersionChoices(List<String> versions, String problem) {
    /** A user waits for the form. */
    private static final Duration LIMIT = Duration.ofSeconds(4);

    /** A form with several parameters waits once for a registry that doesn't answer. */
    private static final Duration PAUSE = Duration.ofSeconds(15);

    /** When registries didn't answer in time. */
    private static final Map<String, Long> SILENT = new ConcurrentHashMap<>();

    /**
     * Asks the registry, as a build of the job would but for the agent's own logins.
     *
     * @param item the job, whose credentials are used; null for none
     */
    static VersionChoices ask(OciChartVersionParameterDefinition parameter, Item item) {
        RegistryHost host = RegistryHost.find(parameter.getChart()).orElse(null);
        if (host == null) {
            return problem(Messages.VersionChoices_noRegistry());
        }
        Long silent = SILENT.get(host.value());
        if (silent != null && System.nanoTime() - silent < PAUSE.toNanos()) {
            return problem(Messages.VersionChoices_late(host, LIMIT.toSeconds()));
        }
        Optional<RegistryEndpoint> entry = OciChartConfiguration.get().entryFor(parameter.getChart());
        ConnectionSettings connection = entry.map(RegistryEndpoint::connection).orElse(ConnectionSettings.DEFAULT);
        String own = Util.fixEmptyAndTrim(parameter.getCredentialsId());
        String id = own != null
                ? own
                : entry.map(RegistryEndpoint::getCredentialsId).orElse(null);
        RegistryCredential credential;
        try {
            credential = id == null
                    ? RegistryCredential.anonymous()
                    : RegistryCredentials.ofItem(id, host, connection.plainHttp(), item);
        } catch (AbortException e) {
            return problem(e.getMessage());
        }
        Versions versions = new Versions(
                parameter.getChart(),
                parameter.getVersion(),
                parameter.isDevel(),
                parameter.getLimit(),
                new RegistryAccess(connection.withProxy(JenkinsProxy.current()), credential, Map.of()));
        try {
            List<String> found = Deadline.within(
                    LIMIT, "Versions of " + parameter.getChart(), () -> versions.run(Path.of(""), line -> {}));
            SILENT.remove(host.value());
            return found.isEmpty()
                    ? problem(Messages.VersionChoices_none(parameter.getChart()))
                    : new VersionChoices(found, null);
        } catch (TimeoutException e) {
            SILENT.put(host.value(), System.nanoTime());
            return problem(Messages.VersionChoices_late(host, LIMIT.toSeconds()));
        } catch (ExecutionException e) {
            // The registry's words may repeat the secret.
            SecretMask mask = SecretMask.of(credential.secretForms(), StandardCharsets.UTF_8);
            return problem(mask.mask(String.valueOf(e.getCause().getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return problem(Messages.VersionChoices_late(host, LIMIT.toSeconds()));
        }
    }

    static VersionChoices problem(String text) {
        return new VersionChoices(List.of(), text);
    }

    /** Whether there is something to choose. */
    public boolean isFound() {
        return problem == null;
    }
}

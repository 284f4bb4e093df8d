package io.jenkins.plugins.ocichart.config;

import hudson.util.FormValidation;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.login.LoginCheck;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Logs in to a registry as {@code ociRegistryLogin} does, and no more. */
final class RegistryProbe extends Probe {
    private final RegistryEndpoint entry;
    private final RegistryHost host;

    private RegistryProbe(RegistryEndpoint entry, RegistryHost host) {
        super(entry, host);
        this.entry = entry;
        this.host = host;
    }

    /** Tests an entry of the form. */
    static FormValidation of(RegistryEndpoint entry, Duration limit) {
        return entry.place()
                .map(place -> new RegistryProbe(entry, place.host()).within(entry.isPlainHttp(), limit))
                .orElseGet(() -> FormValidation.error(Messages.RegistryEndpoint_invalid()));
    }

    @Override
    FormValidation connect(RegistryCredential credential) throws IOException, InterruptedException {
        RegistryAccess access =
                new RegistryAccess(entry.connection().withProxy(JenkinsProxy.current()), credential, Map.of());
        new LoginCheck(host.value(), access, null).run(Path.of(""), line -> {});
        return FormValidation.ok(
                entry.getCredentialsId() == null
                        ? Messages.RegistryProbe_reached(host)
                        : Messages.RegistryProbe_loggedIn(host, entry.getCredentialsId()));
    }
}

package io.jenkins.plugins.ocichart.config;

import hudson.AbortException;
import hudson.util.FormValidation;
import io.jenkins.plugins.ocichart.credentials.RegistryCredentials;
import io.jenkins.plugins.ocichart.credentials.ResolvedCredential;
import io.jenkins.plugins.ocichart.credentials.SecretMask;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.login.LoginCheck;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Tests from the controller whether an entry reaches its registry, as {@code ociRegistryLogin} does. It only logs in, uses none
 * of the controller's own logins, and returns nothing that is in the registry.
 */
final class RegistryProbe {
    /** An administrator waits for the answer. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private final RegistryEndpoint entry;
    private final RegistryHost host;

    private RegistryProbe(RegistryEndpoint entry, RegistryHost host) {
        this.entry = entry;
        this.host = host;
    }

    /** Tests an entry of the form, stored or not. */
    static FormValidation of(RegistryEndpoint entry, Duration limit) {
        return entry.place()
                .map(place -> new RegistryProbe(entry, place.host()).within(limit))
                .orElseGet(() -> FormValidation.error(Messages.RegistryEndpoint_invalid()));
    }

    private FormValidation within(Duration limit) {
        RegistryCredential credential;
        try {
            credential = credential();
        } catch (AbortException e) {
            return FormValidation.error(e.getMessage());
        }
        RegistryAccess access =
                new RegistryAccess(entry.connection().withProxy(JenkinsProxy.current()), credential, Map.of());
        try {
            Deadline.within(
                    limit,
                    "Test connection to " + host,
                    () -> new LoginCheck(host.value(), access, null).run(Path.of(""), line -> {}));
            return FormValidation.ok(
                    entry.getCredentialsId() == null
                            ? Messages.RegistryProbe_reached(host)
                            : Messages.RegistryProbe_loggedIn(host, entry.getCredentialsId()));
        } catch (TimeoutException e) {
            return FormValidation.error(Messages.RegistryProbe_late(host, limit.toSeconds()));
        } catch (ExecutionException e) {
            return refusal(e.getCause(), credential);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FormValidation.error(Messages.RegistryProbe_interrupted());
        }
    }

    private RegistryCredential credential() throws AbortException {
        return entry.getCredentialsId() == null
                ? RegistryCredential.anonymous()
                : RegistryCredentials.ofJenkins(entry.getCredentialsId(), host, entry.isPlainHttp());
    }

    /** The registry's words may repeat the secret. */
    private FormValidation refusal(Throwable problem, RegistryCredential credential) {
        if (entry.getCredentialsId() == null && problem instanceof UnauthorizedException) {
            return FormValidation.warning(Messages.RegistryProbe_wantsLogin(host));
        }
        SecretMask mask = SecretMask.of(new ResolvedCredential(credential, false), List.of(), StandardCharsets.UTF_8);
        return FormValidation.error(mask.mask(String.valueOf(problem.getMessage())));
    }
}

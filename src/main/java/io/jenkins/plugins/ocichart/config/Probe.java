package io.jenkins.plugins.ocichart.config;

import hudson.AbortException;
import hudson.util.FormValidation;
import io.jenkins.plugins.ocichart.credentials.RegistryCredentials;
import io.jenkins.plugins.ocichart.credentials.SecretMask;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Tests from the controller whether an entry of the system configuration, stored or not, is reached. It uses none of the
 * controller's own logins and returns nothing that is there.
 */
record Probe(Endpoint entry, RegistryHost host, boolean plainHttp) {
    /** An administrator waits for the answer. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    /** Connects with a login and says what was reached. */
    interface Connector {
        FormValidation connect(RegistryCredential credential) throws Exception;
    }

    FormValidation within(Duration limit, Connector connector) {
        RegistryCredential credential;
        try {
            credential = entry.getCredentialsId() == null
                    ? RegistryCredential.anonymous()
                    : RegistryCredentials.ofJenkins(entry.getCredentialsId(), host, plainHttp);
        } catch (AbortException e) {
            return FormValidation.error(e.getMessage());
        }
        try {
            return Deadline.within(limit, "Test connection to " + host, () -> connector.connect(credential));
        } catch (TimeoutException e) {
            return FormValidation.error(Messages.Probe_late(host, limit.toSeconds()));
        } catch (ExecutionException e) {
            return refusal(e.getCause(), credential);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FormValidation.error(Messages.Probe_interrupted());
        }
    }

    /** The server's words may repeat the secret. */
    private FormValidation refusal(Throwable problem, RegistryCredential credential) {
        if (entry.getCredentialsId() == null && problem instanceof UnauthorizedException) {
            return FormValidation.warning(Messages.Probe_wantsLogin(host));
        }
        SecretMask mask = SecretMask.of(credential.secretForms(), StandardCharsets.UTF_8);
        return FormValidation.error(mask.mask(String.valueOf(problem.getMessage())));
    }
}

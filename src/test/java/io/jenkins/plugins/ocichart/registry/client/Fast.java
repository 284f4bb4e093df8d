package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.http.RetryPolicy;
import io.jenkins.plugins.ocichart.registry.http.TimeLimits;
import java.time.Duration;

/** Clients whose waits are too short to slow the tests down; everything else is as usual. */
final class Fast {
    static final TimeLimits LIMITS = new TimeLimits(
            Duration.ofSeconds(20), Duration.ofSeconds(4), Duration.ofSeconds(4), Duration.ofSeconds(20));
    static final RetryPolicy RETRIES =
            new RetryPolicy(4, Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(2));

    private Fast() {}

    static RegistryClient client(String host, RegistryCredential credential) throws RegistryException {
        return client(host, ConnectionSettings.DEFAULT, credential);
    }

    static RegistryClient client(String host, ConnectionSettings settings, RegistryCredential credential)
            throws RegistryException {
        return RegistryClient.open(host, settings, credential, LIMITS, RETRIES);
    }
}

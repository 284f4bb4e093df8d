package io.jenkins.plugins.ocichart.simulator;

import io.jenkins.plugins.ocichart.registry.http.RetryPolicy;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Makes clients wait for milliseconds instead of seconds, between two attempts and before they look again at a tag that they have
 * changed; they try as often as ever.
 */
public class ShortWaits implements BeforeAllCallback, AfterAllCallback {
    private static final Map<String, String> PROPERTIES = Map.of(
            "io.jenkins.plugins.ocichart.registry.client.SharedTag.settled",
            "50",
            RetryPolicy.class.getName() + ".attempts",
            "4",
            RetryPolicy.class.getName() + ".firstWait",
            "60",
            RetryPolicy.class.getName() + ".longestWait",
            "500",
            RetryPolicy.class.getName() + ".longestRetryAfter",
            "1500");

    Map<String, String> properties() {
        return PROPERTIES;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        properties().forEach(System::setProperty);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        properties().keySet().forEach(System::clearProperty);
    }
}

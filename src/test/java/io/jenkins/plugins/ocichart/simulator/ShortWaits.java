package io.jenkins.plugins.ocichart.simulator;

import io.jenkins.plugins.ocichart.registry.http.RetryPolicy;
import io.jenkins.plugins.ocichart.registry.http.TimeLimits;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Makes clients wait for milliseconds where they usually wait for seconds; they try as often and give up as ever. */
final class ShortWaits implements BeforeAllCallback, AfterAllCallback {
    private static final Map<String, String> PROPERTIES = Map.of(
            RetryPolicy.class.getName() + ".attempts", "4",
            RetryPolicy.class.getName() + ".firstWait", "40",
            RetryPolicy.class.getName() + ".longestWait", "160",
            RetryPolicy.class.getName() + ".longestRetryAfter", "1500",
            TimeLimits.class.getName() + ".idle", "2500",
            TimeLimits.class.getName() + ".answer", "2500",
            TimeLimits.class.getName() + ".small", "2500");

    @Override
    public void beforeAll(ExtensionContext context) {
        PROPERTIES.forEach(System::setProperty);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        PROPERTIES.keySet().forEach(System::clearProperty);
    }
}

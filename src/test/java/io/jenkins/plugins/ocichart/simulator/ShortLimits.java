package io.jenkins.plugins.ocichart.simulator;

import io.jenkins.plugins.ocichart.registry.http.TimeLimits;
import java.util.Map;

/** Makes clients give up a silent server within seconds, and look sooner and no more often whether others change a tag; only for servers that answer at once even on a busy machine. */
final class ShortLimits extends ShortWaits {
    @Override
    Map<String, String> properties() {
        return Map.of(
                "io.jenkins.plugins.ocichart.registry.client.SharedTag.fresh",
                "60000",
                "io.jenkins.plugins.ocichart.registry.client.SharedTag.settled",
                "50",
                TimeLimits.class.getName() + ".idle",
                "2500",
                TimeLimits.class.getName() + ".answer",
                "2500",
                TimeLimits.class.getName() + ".small",
                "2500");
    }
}

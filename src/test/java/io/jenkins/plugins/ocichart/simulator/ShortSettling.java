package io.jenkins.plugins.ocichart.simulator;

import java.util.Map;

/** Makes clients look within milliseconds, and no more often, whether others change a tag that they add to. */
public final class ShortSettling extends ShortWaits {
    @Override
    Map<String, String> properties() {
        return Map.of(
                "io.jenkins.plugins.ocichart.registry.client.SharedTag.fresh",
                "60000",
                "io.jenkins.plugins.ocichart.registry.client.SharedTag.settled",
                "10");
    }
}

package io.jenkins.plugins.ocichart.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetadataServiceTest {
    /** Each of them, one per step, used to have a client whose thread stayed until a full garbage collection. */
    @Test
    void manyServicesOneAfterAnotherLeaveNoThreadsBehind() throws Exception {
        try (WireServer server = WireServer.start(e -> e.respond(200, "role"))) {
            long before = selectors();
            for (int i = 0; i < 30; i++) {
                assertThat(new MetadataService(URI.create(server.url())).ask("GET", "/role", Map.of()))
                        .contains("role");
            }
            assertThat(selectors()).isLessThanOrEqualTo(before + 1);
        }
    }

    @Test
    void aTokenThatFitsInNoHeaderMeansNoAnswer() throws Exception {
        try (WireServer server = WireServer.start(e -> e.respond(200, "role"))) {
            assertThat(new MetadataService(URI.create(server.url())).ask("GET", "/role", Map.of("X-Token", "a\nb")))
                    .isEmpty();
        }
    }

    private static long selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().endsWith("-SelectorManager"))
                .count();
    }
}

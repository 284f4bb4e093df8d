package io.jenkins.plugins.ocichart.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.operation.ChildJvm;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The debug log of the JDK's client, which SECURITY.md warns of. */
class JdkLogTest {
    @Test
    void showsLoginsIfItIsTurnedOn() throws Exception {
        assertThat(log("-Djdk.httpclient.HttpClient.log=headers")).contains("200", "Bearer abc");
        assertThat(log("-Dnothing=turned-on")).contains("200").doesNotContain("Bearer abc");
    }

    private static String log(String option) throws Exception {
        try (WireServer server = WireServer.start(e -> e.respond(200, "hello"))) {
            List<String> command = ChildJvm.command(
                    NextAddressTest.class, List.of("-XX:TieredStopAtLevel=1", option), server.url() + "/v2/");
            return ChildJvm.run(command, Map.of());
        }
    }
}

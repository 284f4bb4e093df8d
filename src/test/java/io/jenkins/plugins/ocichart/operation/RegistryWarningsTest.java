package io.jenkins.plugins.ocichart.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.operation.login.LoginCheck;
import io.jenkins.plugins.ocichart.operation.push.ChartPush;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a registry wants its users to read (distribution-spec, "Warnings"). */
class RegistryWarningsTest {
    private final List<String> lines = new ArrayList<>();

    @Started
    private SimulatedRegistry registry;

    @TempDir
    Path dir;

    @BeforeEach
    void start() {
        for (String method : new String[] {"GET", "HEAD", "POST"}) {
            registry.always(method, "/v2/", e -> {
                if (e.method().equals("POST")) {
                    registry.answer(e, Map.of("Warning", "299 - \"this registry closes in June\""));
                } else {
                    e.respond(
                            e.path().equals("/v2/") ? 200 : 404,
                            Map.of("Warning", "299 - \"this registry closes in June\""),
                            new byte[0]);
                }
            });
        }
    }

    private void assertWarnedOnce() {
        assertThat(lines)
                .filteredOn(line -> line.contains("June"))
                .containsExactly("WARNING: " + registry.host() + " says: this registry closes in June");
    }

    @Test
    void aLoginShowsThemOnce() throws Exception {
        new LoginCheck(registry.host(), Requests.ALICE, null).run(dir, lines::add);

        assertWarnedOnce();
    }

    @Test
    void aPushOfManyChartsShowsThemOnce() throws Exception {
        ChartTar.large(dir, "one", "1.0.0", 1);
        ChartTar.large(dir, "two", "1.0.0", 1);

        assertThat(ChartPush.run(dir, Requests.push("*.tgz", registry.host()), lines::add)
                        .problem())
                .isEmpty();

        assertWarnedOnce();
    }
}

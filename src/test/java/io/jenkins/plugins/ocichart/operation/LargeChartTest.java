package io.jenkins.plugins.ocichart.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory does not grow with the chart. */
class LargeChartTest {
    @Test
    void ninetyMegabytesGoThroughAJvmOfSixtyFour(@TempDir Path dir) throws Exception {
        Path archive = ChartTar.large(dir, "large", "1.0.0", 90);
        assertThat(Files.size(archive)).isGreaterThan(90_000_000);
        List<String> limits = List.of("-Xmx64m", "-XX:MaxDirectMemorySize=32m");
        try (DockerRegistry registry = DockerRegistry.openStoringIn(dir.resolve("registry"))) {
            String pushed = ChildJvm.run(ChildJvm.command(limits, "push", dir, "*.tgz", registry.host()), Map.of());
            assertThat(pushed).startsWith("sha256:");
            String reference = "oci://" + registry.host() + "/charts/large@" + pushed;
            String pulled = ChildJvm.run(ChildJvm.command(limits, "pull", dir, reference), Map.of());
            assertThat(pulled).isEqualTo(pushed);
        }
        assertThat(dir.resolve("pulled/here"))
                .isDirectoryContaining(file -> file.getFileName().toString().startsWith("large@sha256-"));
    }
}

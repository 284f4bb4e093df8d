package io.jenkins.plugins.ocichart.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.simulator.RecordingRegistry;
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
        try (DockerRegistry registry = DockerRegistry.openStoringIn(dir.resolve("registry"));
                DockerRegistry other = DockerRegistry.openStoringIn(dir.resolve("other"));
                RecordingRegistry source = RecordingRegistry.inFrontOf(registry.host());
                RecordingRegistry target = RecordingRegistry.inFrontOf(other.host())) {
            String pushed = ChildJvm.run(ChildJvm.command(limits, "push", dir, "*.tgz", registry.host()), Map.of());
            assertThat(pushed).startsWith("sha256:");
            String reference = "oci://" + registry.host() + "/charts/large@" + pushed;
            String pulled = ChildJvm.run(ChildJvm.command(limits, "pull", dir, reference), Map.of());
            assertThat(pulled).isEqualTo(pushed);

            String staged = "oci://" + source.host() + "/charts/large:1.0.0";
            String copied = ChildJvm.run(ChildJvm.command(limits, "copy", dir, staged, target.host()), Map.of());
            assertThat(copied).isEqualTo(pushed);
            // manifest, config for its facts, both blobs; what may be signatures: 3 tags, the list and its tag
            assertThat(source.lines()).hasSize(9);
            // the tag, both blobs (looked for, two for an upload), the manifest
            assertThat(target.lines()).hasSize(8);
        }
        assertThat(dir.resolve("pulled/here"))
                .isDirectoryContaining(file -> file.getFileName().toString().startsWith("large@sha256-"));
    }
}

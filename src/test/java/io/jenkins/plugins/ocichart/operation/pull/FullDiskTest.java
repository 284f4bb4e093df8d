package io.jenkins.plugins.ocichart.operation.pull;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.operation.ChildJvm;
import io.jenkins.plugins.ocichart.operation.Requests;
import io.jenkins.plugins.ocichart.operation.push.ChartPush;
import io.jenkins.plugins.ocichart.operation.push.PushResult;
import io.jenkins.plugins.ocichart.peer.AnyRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is really full: a small memory file system in a name space of the child's own (Linux). */
class FullDiskTest {
    @Test
    void aFullDiskIsToldInOneLineAndNothingIsLeft(@TempDir Path dir, @Started AnyRegistry registry) throws Exception {
        Assumptions.assumeTrue(canMount(dir), "skipped: unshare cannot mount a file system here");
        ChartTar.large(dir, "large", "1.0.0", 10);
        Path disk = Files.createDirectory(dir.resolve("disk"));
        PushResult pushed = ChartPush.run(dir, Requests.push("*.tgz", registry.host()), line -> {});
        assertThat(pushed.problem()).isEmpty();
        List<String> pull =
                ChildJvm.command(List.of(), "pull", disk, "oci://" + registry.host() + "/charts/large:1.0.0");
        String output = ChildJvm.run(mounted(disk, "'" + String.join("' '", pull) + "'; ls -A " + disk), Map.of());
        assertThat(output)
                .contains("large-1.0.0.tgz")
                .contains("No space left on device")
                .doesNotContain("\n");
    }

    private static List<String> mounted(Path disk, String command) {
        List<String> line = new ArrayList<>(List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c"));
        line.add("mount -t tmpfs -o size=4m tmpfs " + disk + " && " + command);
        return line;
    }

    private static boolean canMount(Path dir) throws InterruptedException {
        try {
            ChildJvm.run(mounted(dir, "true"), Map.of());
            return true;
        } catch (java.io.IOException e) {
            return false;
        }
    }
}

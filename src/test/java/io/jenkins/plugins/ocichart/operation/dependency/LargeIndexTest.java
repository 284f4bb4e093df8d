package io.jenkins.plugins.ocichart.operation.dependency;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.operation.ChildJvm;
import io.jenkins.plugins.ocichart.simulator.ChartSite;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory does not grow with the index. */
class LargeIndexTest {
    private static final int CHARTS = 100;
    private static final int VERSIONS = 700;

    @TempDir
    private Path dir;

    @Started
    private ChartSite site;

    @Test
    void fortyMegabytesAreReadByAJvmOfSixtyFour() throws Exception {
        Path index = index();
        assertThat(Files.size(index)).isGreaterThan(40_000_000);
        ChartTar.write(dir.resolve("site"), "chart-42", "1.0.699");
        site.serving(dir.resolve("site"));
        Files.createDirectories(dir.resolve("chart"));
        Files.writeString(
                dir.resolve("chart/Chart.yaml"),
                "apiVersion: v2\nname: parent\nversion: 1.0.0\ndependencies:\n- name: chart-42\n  version: ^1\n  repository: "
                        + site.url() + "\n");
        List<String> limits = List.of("-Xmx64m", "-XX:MaxDirectMemorySize=32m");
        assertThat(ChildJvm.run(ChildJvm.command(UpdateProgram.class, limits, dir), Map.of()))
                .isEqualTo("chart-42 1.0.699");
    }

    /** What large public repositories have for each version. */
    private Path index() throws IOException {
        Path index = Files.createDirectories(dir.resolve("site")).resolve("index.yaml");
        try (BufferedWriter out = Files.newBufferedWriter(index)) {
            out.write("apiVersion: v1\nentries:\n");
            for (int chart = 0; chart < CHARTS; chart++) {
                out.write("  chart-" + chart + ":\n");
                for (int version = 0; version < VERSIONS; version++) {
                    out.write("""
                              - annotations:
                                  category: Infrastructure
                                  licenses: Apache-2.0
                                apiVersion: v2
                                appVersion: 3.2.1
                                created: "2024-05-06T07:08:09.123456789Z"
                                dependencies:
                                - name: common
                                  repository: https://charts.example.com/stable
                                  version: 2.x.x
                                description: Chart number NAME packaged in version NUMBER for those who need it most.
                                home: https://example.com/charts/NAME
                                keywords:
                                - infrastructure
                                - example
                                maintainers:
                                - email: team@example.com
                                  name: The team
                                name: chart-NAME
                                sources:
                                - https://example.com/source/NAME
                                urls:
                                - chart-NAME-1.0.NUMBER.tgz
                                version: 1.0.NUMBER
                            """.indent(2).replace("NAME", "" + chart).replace("NUMBER", "" + version));
                }
            }
            out.write("generated: \"2024-05-06T07:08:09Z\"\n");
        }
        return index;
    }
}

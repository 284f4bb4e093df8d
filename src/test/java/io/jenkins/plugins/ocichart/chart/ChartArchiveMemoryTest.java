package io.jenkins.plugins.ocichart.chart;

import static io.jenkins.plugins.ocichart.fixture.ChartFixtures.chartYaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.ChartArchiveBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory must not grow with the chart: a small JVM reads the largest one. */
class ChartArchiveMemoryTest {
    @TempDir
    Path directory;

    @Test
    void aJvmOf64MebibytesReadsAnArchiveOf90() throws Exception {
        Path file = largeChart();
        assertThat(Files.size(file)).isGreaterThan(90L << 20);

        Process reader = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reader.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(reader.getInputStream().readAllBytes());

        assertThat(reader.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(output.strip()).isEqualTo("large " + Files.size(file));
    }

    /** Each of the charts in the chart is within Helm's limits. */
    @Test
    void aGibibyteInAllIsTheMost() throws Exception {
        ChartArchiveBuilder inner = new ChartArchiveBuilder().file("sub/Chart.yaml", chartYaml("sub"));
        byte[] zeros = new byte[5 << 20];
        for (int i = 0; i < 19; i++) {
            inner.file("sub/" + i, zeros);
        }
        byte[] subchart = inner.gzip();
        Path file = directory.resolve("bomb.tgz");
        for (int subcharts : new int[] {10, 11}) {
            ChartArchiveBuilder bomb = new ChartArchiveBuilder().file("bomb/Chart.yaml", chartYaml("bomb"));
            for (int i = 0; i < subcharts; i++) {
                bomb.file("bomb/charts/sub-" + i + ".tgz", subchart);
            }
            bomb.write(file);
            if (subcharts == 10) {
                assertThat(ChartArchive.read(file).metadata().name()).isEqualTo("bomb");
            }
        }
        assertThatThrownBy(() -> ChartArchive.read(file)).hasMessageContaining("more than 1024 MiB when decompressed");
    }

    /** Noise in files of 4.9 MiB and in subcharts of the same size, so that nothing is compressed. */
    private Path largeChart() throws IOException {
        byte[] noise = new byte[49 * (1 << 20) / 10];
        new Random(1).nextBytes(noise);
        ChartArchiveBuilder builder = new ChartArchiveBuilder().file("large/Chart.yaml", chartYaml("large"));
        for (int i = 0; i < 19; i++) {
            boolean subchart = i % 3 == 0;
            noise[0] = (byte) i;
            builder.file(
                    subchart ? "large/charts/sub-" + i + ".tgz" : "large/files/" + i,
                    subchart
                            ? new ChartArchiveBuilder()
                                    .file("sub/Chart.yaml", chartYaml("sub"))
                                    .file("sub/noise", noise)
                                    .gzip()
                            : noise);
        }
        return builder.write(directory.resolve("large.tgz"));
    }

    /** What the small JVM runs. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] arguments) throws Exception {
            ChartArchive archive = ChartArchive.read(Path.of(arguments[0]));
            System.out.println(archive.metadata().name() + " " + archive.size());
        }
    }
}

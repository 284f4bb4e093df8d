package io.jenkins.plugins.ocichart.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jenkins.plugins.ocichart.chart.archive.ArchiveEntries;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.fixture.Cost;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;

/** The gzip around an archive. */
class GunzipFuzzTest {
    @FuzzTest
    void isReadOrRefused(byte[] input) throws Exception {
        try {
            assertThat(Cost.limited(
                            512,
                            () -> ChartLoader.load(
                                    new ByteArrayInputStream(input), new ArchiveEntries.Budget(), new HashSet<>())))
                    .isNotNull();
        } catch (ChartException e) {
            Cost.requireOneLine(e.getMessage());
        } catch (IOException e) {
            throw new AssertionError("not in the words of a chart", e);
        }
    }
}

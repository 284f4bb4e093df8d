package io.jenkins.plugins.ocichart.chart.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChartExceptionTest {
    /** A chart is not to write lines of its own into the build's log. */
    @Test
    void isOneLineWhateverTheChartHolds() {
        assertThat(new ChartException("version \"1\r\nFinished: SUCCESS\u001b[31m\u0085\u2028x\" is not valid"))
                .hasMessage("version \"1 Finished: SUCCESS [31m x\" is not valid");
    }

    @Test
    void keepsBothEndsOfWhatIsTooLong() {
        assertThat(new ChartException("charts/" + "x".repeat(100_000) + ": is empty").getMessage())
                .hasSizeLessThan(1000)
                .startsWith("charts/xxx")
                .endsWith("xxx: is empty");
    }
}

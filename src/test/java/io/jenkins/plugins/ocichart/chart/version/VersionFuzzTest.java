package io.jenkins.plugins.ocichart.chart.version;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.fixture.Cost;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Versions come from tags, constraints from jobs. The input's first line is the constraint, the second a version. */
class VersionFuzzTest {
    @FuzzTest
    void isReadOrRefused(byte[] input) throws Exception {
        String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", 2);
        Optional<ChartVersion> version = Cost.limited(16, () -> ChartVersion.loose(lines[lines.length - 1]));
        if (version.isPresent()) {
            ChartVersion parsed = version.get();
            assertThat(parsed.compareTo(parsed)).isZero();
            assertThat(ChartVersion.loose(parsed.toString())).contains(parsed);
        }
        try {
            VersionConstraint constraint = Cost.limited(16, () -> VersionConstraint.parse(lines[0]));
            boolean matches = version.isPresent() && constraint.matches(version.get());
            assertThat(VersionConstraint.parse(lines[0] + " || " + lines[0])
                            .matches(version.orElse(ChartVersion.loose("1.2.3").orElseThrow())))
                    .isEqualTo(
                            version.isPresent()
                                    ? matches
                                    : constraint.matches(
                                            ChartVersion.loose("1.2.3").orElseThrow()));
        } catch (ChartException e) {
            Cost.requireOneLine(e.getMessage());
        }
    }
}

package io.jenkins.plugins.ocichart.chart.version;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.fixture.Cost;
import io.jenkins.plugins.ocichart.peer.HelmReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;

/**
 * Versions come from tags, constraints from jobs. The input's first line is the constraint, the second a version. What matches
 * also matches by the library that Helm picks versions with, which is asked about many pairs at once.
 */
class VersionFuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HelmReader HELM = new HelmReader();
    private static final int BATCH = 1000;

    private static final List<String> PAIRS = new ArrayList<>();
    private static final StringBuilder MATCHES = new StringBuilder();

    @AfterAll
    static void askAndClose() throws Exception {
        ask();
        HELM.close();
    }

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
            if (version.isPresent()) {
                PAIRS.add(JSON.writeValueAsString(Map.of("c", lines[0], "v", lines[lines.length - 1])));
                MATCHES.append(matches ? '+' : '-');
                if (PAIRS.size() == BATCH) {
                    ask();
                }
            }
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

    private static void ask() throws IOException {
        List<String> pairs = List.copyOf(PAIRS);
        String ours = MATCHES.toString();
        PAIRS.clear();
        MATCHES.setLength(0);
        String helms = HELM.matches(pairs).orElse("");
        if (helms.equals(ours)) {
            return;
        }
        for (int i = 0; i < ours.length(); i++) {
            assertThat(HELM.matches(List.of(pairs.get(i))).orElse("refused"))
                    .as(pairs.get(i))
                    .isEqualTo(ours.substring(i, i + 1));
        }
        throw new AssertionError("the pairs differ together only: " + pairs);
    }
}

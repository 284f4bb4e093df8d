package io.jenkins.plugins.ocichart.chart.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChartVersionTest {
    @ParameterizedTest
    @ValueSource(strings = {"1.2.3", "0.0.0", "1.0.0-rc.1", "1.0.0+b.001", "1.0.0-a-b.0+x", "18446744073709551615.0.0"})
    void aSemanticVersionIsStrictAndLoose(String text) {
        assertThat(ChartVersion.strict(text)).isPresent();
        assertThat(ChartVersion.loose(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.1", "v1.2.3", "01.2.3", "1-rc", "v1.2+m"})
    void anApproximateVersionIsOnlyLoose(String text) {
        assertThat(ChartVersion.strict(text)).isEmpty();
        assertThat(ChartVersion.loose(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "latest",
                "1.2.3.4",
                "1.2.3-01",
                " 1.0.0",
                "1.0.0 ",
                "1.0.0_a",
                "V1.0.0",
                "1..0",
                "1.0.0-",
                "1.0.0+",
                "1.0.0-a..b",
                "1.0.0-a.",
                "1.0.0+a.",
                "1.0.0-a.00",
                "1.0.0-+b",
                "1.",
                "v",
                "18446744073709551616.0.0",
                "1.0.0\n",
                "١.0.0"
            })
    void otherTextIsNoVersion(String text) {
        assertThat(ChartVersion.strict(text)).isEmpty();
        assertThat(ChartVersion.loose(text)).isEmpty();
    }

    @Test
    void fillsMissingNumbersWithZero() {
        ChartVersion version = ChartVersion.loose("v1-rc.1+m").orElseThrow();

        assertThat(version).isEqualTo(new ChartVersion("v1-rc.1+m", 1, 0, 0, "rc.1", "m"));
        assertThat(version).hasToString("v1-rc.1+m");
        assertThat(version.isPreRelease()).isTrue();
    }

    /** SemVer 2 section 11, and its own examples. */
    @Test
    void sortsByPrecedence() {
        List<String> ascending = List.of(
                "0.9.9",
                "1.0.0-1",
                "1.0.0-2",
                "1.0.0-10",
                "1.0.0-A",
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0-rc.1",
                "1.0.0",
                "1.0.1",
                "1.1.0",
                "2.0.0",
                "10.0.0",
                "18446744073709551615.0.0");

        assertThat(ascending.stream().map(ChartVersionTest::version).sorted().map(ChartVersion::text))
                .containsExactlyElementsOf(ascending);
    }

    @Test
    void ignoresBuildMetadataInTheOrder() {
        assertThat(version("1.2.3")).isEqualByComparingTo(version("1.2.3+x"));
    }

    @Test
    void readsVersionsOfUpTo256CharactersAsHelm() {
        assertThat(ChartVersion.loose("1.0.0-" + "a".repeat(250))).isPresent();
        assertThat(Stream.of("a".repeat(251), "a.".repeat(1_000_000) + "a")).allSatisfy(identifiers -> {
            assertThat(ChartVersion.loose("1.0.0-" + identifiers)).isEmpty();
            assertThat(ChartVersion.strict("1.0.0+" + identifiers)).isEmpty();
        });
    }

    private static ChartVersion version(String text) {
        return ChartVersion.loose(text).orElseThrow();
    }
}

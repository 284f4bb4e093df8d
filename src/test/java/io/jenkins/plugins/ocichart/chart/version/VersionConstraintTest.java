package io.jenkins.plugins.ocichart.chart.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected values were measured with Helm 3.21. */
class VersionConstraintTest {
    @ParameterizedTest(name = "{0} is satisfied by {1} and not by {2}")
    @CsvSource(
            delimiter = ';',
            value = {
                "1.2.3; 1.2.3 v1.2.3 1.2.3+m; 1.2.4 1.2.3-rc.1",
                "1.2.3+meta; 1.2.3 1.2.3+other; 1.2.4",
                "1.2; 1.2.0 1.2.9; 1.3.0 1.2.0-rc.1",
                "1; 1.0.0 1.9.9; 2.0.0",
                "1.x; 1.0.0 1.9.9; 2.0.0",
                "1.*.*; 1.0.0 1.9.9; 2.0.0",
                "1.x.3; 1.0.0 1.9.9; 2.0.0",
                "1.2.x; 1.2.0 1.2.9; 1.3.0",
                "*; 0.0.0 9.9.9; 1.0.0-rc.1 0.0.1-a",
                "*-0; 1.0.0-rc.1 1.0.0; ''",
                "0; 0.5.0; 1.0.0",
                "0.0; 0.0.5; 0.1.0",
                "0.0.0; 0.0.0; 5.0.0",
                ">1.2.3; 1.2.4; 1.2.3 1.2.4-rc.1",
                ">1.2; 1.3.0; 1.2.9",
                ">1; 2.0.0; 1.9.9",
                ">=1.2; 1.2.0; 1.1.9 1.2.0-rc.1",
                "=>1.2; 1.2.0; 1.1.9 1.2.0-rc.1",
                ">=0; 0.0.0 5.0.0; 0.0.0-a",
                "<1.2; 1.1.9; 1.2.0 1.2.0-rc.1",
                "<1; 0.9.9; 1.0.0",
                "<=1.2; 1.2.0 1.2.9; 1.3.0",
                "=<1.2; 1.2.0 1.2.9; 1.3.0",
                "<=1; 1.9.9; 2.0.0",
                "<=1.2.3; 1.2.3; 1.2.4",
                "!=1.2.3; 1.2.4; 1.2.3 1.2.4-rc.1",
                "!=1.2; 1.3.0; 1.2.0 1.2.9",
                "!=1; 2.0.0; 1.5.0",
                "!=1.x; 2.0.0; 1.5.0",
                "~1.2.3; 1.2.3 1.2.9; 1.2.2 1.3.0 1.2.4-rc.1",
                "~>1.2.3; 1.2.9; 1.3.0",
                "~1.2; 1.2.0 1.2.9; 1.3.0",
                "~1; 1.0.0 1.9.9; 2.0.0",
                "~0.0.0; 0.0.0 5.0.0; 1.0.0-a",
                "~1.2.3-beta.1; 1.2.3-beta.1 1.2.3-beta.2 1.2.3 1.2.4-alpha; 1.2.3-alpha 1.3.0-alpha",
                "^1.2.3; 1.2.3 1.9.9; 1.2.2 2.0.0 1.3.0-rc.1 2.0.0-rc.1",
                "^1.2; 1.2.0; 1.1.9 2.0.0",
                "^1; 1.0.0 1.1.0; 2.0.0",
                "^ 1.0.0; 1.0.0 1.1.0; 2.0.0",
                "^0.2.3; 0.2.3 0.2.9; 0.2.2 0.3.0",
                "^0.2; 0.2.0 0.2.9; 0.3.0",
                "^0.0.3; 0.0.3; 0.0.2 0.0.4",
                "^0.0; 0.0.0 0.0.9; 0.1.0",
                "^0; 0.0.0 0.9.9; 1.0.0",
                "^0.0.0; 0.0.0; 0.0.1",
                "^*; 0.0.0; 0.5.0 3.0.0",
                "<=*; ''; 0.5.0 1.0.0",
                "^1.2.3-rc.1; 1.2.3-rc.1 1.2.3 1.3.0-alpha; 2.0.0-alpha 2.0.0",
                "^2.0.0-0; 2.0.0-alpha 2.0.0; 3.0.0-alpha 3.0.0",
                ">0.0.0-0; 0.0.0 0.0.1-a 1.0.0-rc.1 1.0.0; 0.0.0-0",
                ">=1.0.0-0; 1.0.0-alpha 1.0.0 1.1.0-beta; 0.9.9",
                ">=1.2.3-BETA; 1.2.3-alpha 1.2.3; 1.2.3-ALPHA",
                "<2.0.0-0; 1.9.9 1.5.0-rc; 2.0.0-alpha 2.0.0",
                "'>=1.0.0, <2.0.0'; 1.5.0; 2.0.0 1.5.0-rc.1",
                ">=1.0.0 <2.0.0; 1.5.0; 2.0.0 1.5.0-rc.1",
                "'>=1.0.0,<2.0.0'; 1.5.0; 2.0.0 1.5.0-rc.1",
                ">=1.0.0-0 <2.0.0; 1.5.0-rc.1 2.0.0-rc.1; 2.0.0",
                "^1 || ^3; 1.5.0 3.5.0; 2.5.0",
                "~1.2 || >=3.0.0-0; 1.2.5 3.0.0-rc.1; 1.2.5-rc.1",
                "1.2 - 1.4.5; 1.2.0 1.4.5; 1.1.9 1.4.6",
                "1.2.3 - 2; 1.2.3 2.9.9; 3.0.0",
                "1.2.3 - 2.3.4-0; 1.5.0-rc.1 2.3.3 2.3.4-0; ''",
                "1.2.3-1.4.5; 1.2.3-1.4.5; 1.3.0",
                "1 - 2 || 5 - 6; 5.5.0 6.5.0; 4.0.0",
                "1.2.3 2.0.0; ''; 1.2.3 2.0.0",
                "01.2.3; 1.2.3; 1.2.4",
                ">= v1.2; 1.3.0 1.2.0; 1.1.0",
                "' >= 1.2 '; 1.2.0; 1.1.0",
            })
    void isSatisfiedByTheVersionsThatHelmTakes(String constraint, String satisfying, String others) throws Exception {
        VersionConstraint parsed = VersionConstraint.parse(constraint);

        assertThat(words(satisfying)).allMatch(v -> parsed.matches(version(v)));
        assertThat(words(others)).noneMatch(v -> parsed.matches(version(v)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "latest",
                ">",
                "1.2.3.4",
                "1.2.3_4",
                ">=1.0.0<2.0.0",
                ">=1.0.0,",
                ", >=1",
                "a;b",
                ">=1||",
                "1 - 2 - 3"
            })
    void refusesImproperConstraints(String constraint) {
        assertThatThrownBy(() -> VersionConstraint.parse(constraint))
                .isInstanceOf(ChartException.class)
                .hasMessageStartingWith("improper constraint: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0.0-rc.01", "xx", "1x", "99999999999999999999"})
    void refusesConstraintsWhoseVersionIsNone(String constraint) {
        assertThatThrownBy(() -> VersionConstraint.parse(constraint))
                .isInstanceOf(ChartException.class)
                .hasMessageStartingWith("constraint parser error");
    }

    /**
     * Random constraints, and versions that satisfy them or don't by Masterminds/semver 3.4: constraint;satisfying;others,
     * or constraint;error;
     */
    static Stream<String> randomCases() throws IOException {
        try (InputStream cases = VersionConstraintTest.class.getResourceAsStream("constraint-cases.txt")) {
            return new String(cases.readAllBytes(), StandardCharsets.UTF_8).lines().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("randomCases")
    void agreesWithMastermindsOnRandomConstraints(String testCase) throws Exception {
        String[] parts = testCase.split(";", -1);
        if (parts[1].equals("error")) {
            assertThatThrownBy(() -> VersionConstraint.parse(parts[0])).isInstanceOf(ChartException.class);
        } else {
            isSatisfiedByTheVersionsThatHelmTakes(parts[0], parts[1], parts[2]);
        }
    }

    private static String[] words(String text) {
        return text.isEmpty() ? new String[0] : text.split(" ");
    }

    private static ChartVersion version(String text) {
        return ChartVersion.loose(text).orElseThrow();
    }
}

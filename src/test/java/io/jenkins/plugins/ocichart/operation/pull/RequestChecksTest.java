package io.jenkins.plugins.ocichart.operation.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What forms and agents find out about a request before it is run. */
class RequestChecksTest {
    @ParameterizedTest
    @CsvSource({
        "oci://h/charts/web:1.2.3, 1.2.3, false",
        "oci://h/charts/web:1.2.3_b, 1.2.3+b, false",
        "oci://h/charts/web:1.2.3, 1.2.4, true",
        "oci://h/charts/web, 1.2.4, false",
        "h, 1.2.4, false"
    })
    void aTagMayNotContradictTheVersion(String chart, String version, boolean contradicts) {
        assertThat(Pull.contradicts(chart, version)).isEqualTo(contradicts);
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.3, '', false, true",
        "1.2.3, ^1.0.0, false, true",
        "2.0.0, ^1.0.0, false, false",
        "1.2.3-rc.1, '', false, false",
        "1.2.3-rc.1, '', true, true",
        "latest, '', true, false"
    })
    void aVersionIsListedIfTheRangeHasIt(String version, String range, boolean devel, boolean listed) throws Exception {
        assertThat(Versions.matches(version, range, devel)).isEqualTo(listed);
    }

    /** The parts of {@code helm show}. */
    @ParameterizedTest
    @CsvSource({"all, true", "chart, true", "values, true", "readme, true", "crds, true", "templates, false"})
    void aChartHasTheseParts(String part, boolean known) {
        assertThat(Show.isPart(part)).isEqualTo(known);
    }

    @Test
    void anAddressAndAVersionAreCheckedAsAPullChecksThem() throws Exception {
        Pull.checkChart("oci://h/charts/web");
        Pull.checkVersion("^1.2");
        assertThatThrownBy(() -> Pull.checkChart("h/charts/web")).hasMessageContaining("has no scheme");
        assertThatThrownBy(() -> Pull.checkVersion(">="))
                .hasMessage("version '>=' is neither a version nor a range such as ^1.2");
    }

    @Test
    void anAddressIsNoPath() {
        assertThat(Verify.isInRegistry(" OCI://h/charts/web")).isTrue();
        assertThat(Verify.isInRegistry("dist/web-1.0.0.tgz")).isFalse();
    }
}

package io.jenkins.plugins.ocichart.operation.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PullTargetTest {
    private static final String DIGEST = "sha256:" + "a1".repeat(32);

    private static PullTarget target(String chart, String version, boolean devel) throws IOException {
        RegistryAccess access = new RegistryAccess(ConnectionSettings.DEFAULT, null, Map.of());
        return PullTarget.of(chart, version, devel);
    }

    /** Anything that is a version, however short, is asked for as a tag: measured with Helm 3.21. */
    @ParameterizedTest
    @CsvSource({
        "oci://h/ns/web,           1.2.3,     1.2.3",
        "oci://h/ns/web,           1.2,       1.2",
        "oci://h/ns/web,           v1.0.0,    v1.0.0",
        "oci://h/ns/web,           1.2.0+b,   1.2.0_b",
        "oci://h/ns/web,           1.2.0_b,   1.2.0_b",
        "oci://h/ns/web,           ' 1.2.3 ', 1.2.3",
        "oci://h/ns/web:1.2.3,     ,          1.2.3",
        "oci://h/ns/web:1.2.0+b,   ,          1.2.0_b",
        "oci://h/ns/web:1.2.0_b,   ,          1.2.0_b",
        "oci://h/ns/web:1.2.0_b,   1.2.0+b,   1.2.0_b",
        "oci://h/ns/web:1.2.0+b,   1.2.0+b,   1.2.0_b",
        "oci://h/ns/web:latest,    ,          latest",
        "oci://h/ns/web,           latest,    latest",
        "oci://h/ns/web:my_tag,    ,          my_tag",
        "oci://h:5000/ns/web:1.0.0, '',       1.0.0",
    })
    void versionsAndOtherTagsAreAskedForLiterally(String chart, String version, String tag) throws IOException {
        assertThat(target(chart, version, false)).satisfies(target -> {
            assertThat(target.tag()).isEqualTo(tag);
            assertThat(target.range()).isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"^1.2", ">=1.0 <2", "1.x", "~1", "*", "1.2 - 1.4"})
    void rangesAreLookedUp(String version) throws IOException {
        assertThat(target("oci://h/ns/web", version, false).range()).hasToString(version);
        assertThat(target("oci://h/ns/web", version, false).tag()).isNull();
    }

    @Test
    void aTagThatIsARangeIsLookedUpAsHelmDoes() throws IOException {
        assertThat(target("oci://h/ns/web:1.x", null, false).range()).hasToString("1.x");
    }

    @Test
    void withoutAVersionTheNewestOneIsMeant() throws IOException {
        PullTarget target = target("oci://h/ns/web", null, false);
        assertThat(target.tag()).isNull();
        assertThat(target.range()).isNull();
        assertThat(target.digest()).isNull();
    }

    @Test
    void develMeansPreReleasesTooWhereNoVersionIsNamed() throws IOException {
        assertThat(target("oci://h/ns/web", null, true).range()).hasToString(">0.0.0-0");
        assertThat(target("oci://h/ns/web", "^1", true).range()).hasToString("^1");
        assertThat(target("oci://h/ns/web:1.0.0", null, true).tag()).isEqualTo("1.0.0");
    }

    @Test
    void aDigestIsKeptBesideTagAndRange() throws IOException {
        assertThat(target("oci://h/ns/web@" + DIGEST, null, false).digest()).hasToString(DIGEST);
        assertThat(target("oci://h/ns/web:1.0.0@" + DIGEST, null, false)).satisfies(target -> {
            assertThat(target.tag()).isEqualTo("1.0.0");
            assertThat(target.digest()).hasToString(DIGEST);
        });
        assertThat(target("oci://h/ns/web@" + DIGEST, "^1", false).range()).hasToString("^1");
    }

    @Test
    void aTagAndAnotherVersionContradictEachOther() {
        assertThatThrownBy(() -> target("oci://h/ns/web:1.0.0", "1.0.1", false))
                .hasMessage("chart reference and version mismatch: version is 1.0.1,"
                        + " but the tag of the reference is 1.0.0");
    }

    /** A tag has 128 characters at most (distribution-spec, "Pulling manifests"). */
    @Test
    void aVersionThatNoTagCanHoldIsRefused() throws IOException {
        String longest = "1.0.0-" + "a".repeat(122);
        assertThat(target("oci://h/ns/web", longest, false).tag()).isEqualTo(longest);
        assertThatThrownBy(() -> target("oci://h/ns/web", longest + "a", false))
                .hasMessage("version '" + longest + "a' is too long to be a tag");
    }

    @Test
    void aDigestMeansItsChartWhetherPreReleasesAreConsideredOrNot() throws IOException {
        assertThat(target("oci://h/ns/web@" + DIGEST, null, true).range()).isNull();
    }

    @Test
    void theChartIsNamedByTheEndOfItsRepository() throws IOException {
        assertThat(target("oci://h/ns/web", null, false).chartName()).isEqualTo("web");
        assertThat(target("oci://h/web:1.0.0", null, false).chartName()).isEqualTo("web");
    }

    @Test
    void aRangeMayBeMissingOrHaveBlanksAround() throws IOException {
        assertThat(PullTarget.range(null)).isEmpty();
        assertThat(PullTarget.range(" ")).isEmpty();
        assertThat(PullTarget.range(" ^1.2 ")).get().hasToString("^1.2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                          |       | chart is empty; use oci://HOST[:PORT]/NAMESPACE/NAME",
                "h/ns/web                    |       | chart 'h/ns/web' has no scheme",
                "https://h/ns/web            |       | has the scheme https, not oci",
                "oci://h                     |       | missing registry or repository",
                "oci://h/                    |       | missing registry or repository",
                "oci://h/ns/Web              |       | repository names are lower case",
                "oci://h/ns/web@sha256:1234  |       | invalid digest",
                "oci://h/ns/web@latest       |       | was given with an '@' but no digest",
                "oci://h:99999/ns/web        |       | invalid registry",
                "oci://h/ns/web              | a;b   | version 'a;b' is neither a version nor a range",
                "oci://h/ns/web              | >=    | version '>=' is neither a version nor a range",
            })
    void badReferencesAndVersionsAreExplained(String chart, String version, String message) {
        assertThatThrownBy(() -> target(chart, version, false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"oci://bob:hunter2@h/web", "oci://bob:hunter2@h", "oci://bob:hunter2/x@h"})
    void aPasswordInTheReferenceIsNotRepeated(String chart) {
        assertThatThrownBy(() -> target(chart, null, false)).message().doesNotContain("hunter2");
    }
}

package io.jenkins.plugins.ocichart.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar is Helm's; the cases were measured there. */
class ReferenceTest {
    private static final String HEX = "ee67873beee9cb773bbb75afc75e14bad11c66e015ca30f43e29809b4ea6b0c7";

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    oci://h/a                   | h           | a      | -
                    h/a                         | h           | a      | -
                    h:5000/a/b:1.0.0            | h:5000      | a/b    | 1.0.0
                    h:5000/a/b:1.0.0+x+y        | h:5000      | a/b    | 1.0.0_x_y
                    h/a:                        | h           | a      | -
                    h/a@                        | h           | a      | -
                    Host.Example.com/a__b       | Host.Example.com | a__b | -
                    h/g--h/a.b_c                | h           | g--h/a.b_c | -
                    [::1]:5000/a:v              | [::1]:5000  | a      | v
                    10.0.0.1:443/a              | 10.0.0.1:443 | a     | -
                    my_host:5000/a              | my_host:5000 | a     | -
                    """)
    void legalOnesAreTakenApart(String text, String registry, String repository, String tag) {
        assertThat(Reference.parse(text)).isEqualTo(new Reference(registry, repository, tag, null));
    }

    @Test
    void aDigestMayStandBesideATag() {
        Reference reference = Reference.parse("oci://h/a:1.0.0@sha256:" + HEX);
        assertThat(reference.tag()).isEqualTo("1.0.0");
        assertThat(reference.digest()).isEqualTo(new Digest("sha256", HEX));
        assertThat(reference).hasToString("h/a:1.0.0@sha256:" + HEX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "h",
                "h:5000",
                "h/",
                "/a",
                "oci://",
                "oci:///a",
                "h/A",
                "h/a___b",
                "h/-a",
                "h/a.",
                "h/a//b",
                "h/a/",
                "h/a b",
                "h/a:x/y",
                "h/a:1:2",
                "h/a:.x",
                "user:pw@h/a",
                "h:x/a",
                "h:99999/a",
                "h:/a",
                "h h/a",
                "h/a%2fb",
                "h/a?x=y",
                "h/a#x",
                "OCI://h/a",
                "h/a@sha256:abc",
                "h/a@md5:abc",
                "h/a@x",
                "[::1/a",
                "h/ä",
                "h\n/a",
                "h/a\n",
                "h/a:1\n"
            })
    void illegalOnesAreRefusedInOneLine(String text) {
        assertThatThrownBy(() -> Reference.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .startsWith("invalid ")
                .doesNotContain("\n");
    }

    @Test
    void tagsHaveAtMost128Characters() {
        assertThat(Reference.isTag("a".repeat(128))).isTrue();
        assertThat(Reference.isTag("a".repeat(129))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.3", "_", "v1_b-2.x", "Latest", "0"})
    void tagsAreMadeOfLettersDigitsUnderscoresDotsAndHyphens(String text) {
        assertThat(Reference.isTag(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".1", "-1", "1+b", "a b", "a/b", "a:b", "1.0\n", "é", "١"})
    void otherTextIsNoTag(String text) {
        assertThat(Reference.isTag(text)).isFalse();
    }

    @Test
    void veryLongRepositoriesAreRefusedWithoutTrouble() {
        assertThat(Reference.isRepository("a".repeat(1024))).isTrue();
        assertThat(Reference.isRepository("a/".repeat(1_000_000) + "a")).isFalse();
    }

    /** docker/distribution's grammar: 128 characters of letters, digits, dots, dashes and underscores. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "z", "A", "Z", "0", "9", "_", "a.b-c_d", "azAZ09"})
    void whatATagMayBe(String tag) {
        assertThat(Reference.isTag(tag)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "`", "{", "@", "[", "/", ":", "-a", ".a", "a b", "a`", "a{", "a@", "a[", "a/", "a:"})
    void whatATagMayNotBe(String tag) {
        assertThat(Reference.isTag(tag)).isFalse();
    }

    @Test
    void tagsAndRepositoriesHaveALongestLength() {
        assertThat(Reference.isTag("a".repeat(128))).isTrue();
        assertThat(Reference.isTag("a".repeat(129))).isFalse();
        assertThat(Reference.isRepository("a".repeat(1024))).isTrue();
        assertThat(Reference.isRepository("a".repeat(1025))).isFalse();
        assertThat(Reference.isTag(null)).isFalse();
        assertThat(Reference.isRepository(null)).isFalse();
    }
}

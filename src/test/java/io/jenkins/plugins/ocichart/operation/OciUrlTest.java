package io.jenkins.plugins.ocichart.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OciUrlTest {
    private static final String DIGEST = "sha256:" + "a".repeat(64);

    private static OciUrl url(String text) {
        return new OciUrl("to", text, "oci://HOST/NAMESPACE");
    }

    @ParameterizedTest
    @CsvSource({"oci://h/ns, h/ns", "OCI://h/ns, h/ns", "' oci://h ', h", "oci://, ''"})
    void theSchemeIsTakenInEitherCase(String text, String rest) throws IOException {
        assertThat(url(text).rest()).isEqualTo(rest);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''            | to is empty; use oci://HOST/NAMESPACE",
                "h/ns          | to 'h/ns' has no scheme; use oci://HOST/NAMESPACE",
                "http://h/ns   | to 'http://h/ns' has the scheme http, not oci; use oci://HOST/NAMESPACE",
                "oci://bob:x@h | to 'oci://h' was given with an '@' but no digest; put a login into credentialsId"
                        + " or use ociRegistryLogin",
                "bob:x@h/ns    | to 'h/ns' has no scheme; use oci://HOST/NAMESPACE",
            })
    void anotherFormIsExplained(String text, String message) {
        assertThatThrownBy(() -> url(text).rest())
                .isInstanceOf(IOException.class)
                .hasMessage(message);
    }

    @Test
    void aDigestIsNoLogin() throws IOException {
        assertThat(url("oci://h/ns/web@" + DIGEST).reference().digest()).hasToString(DIGEST);
        assertThat(url("oci://h/ns/web:1.0.0").reference().tag()).isEqualTo("1.0.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "oci://h/ns/Web    | ; repository names are lower case",
                "oci://h           | ; write oci://HOST/NAMESPACE",
                "oci://h:99999/ns/web:A | ; write oci://HOST/NAMESPACE",
                "oci://h/ns/web:A! | ; write oci://HOST/NAMESPACE",
            })
    void whatIsNoReferenceIsExplained(String text, String end) {
        assertThatThrownBy(() -> url(text).reference())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("to '" + text + "' cannot be read: ")
                .hasMessageEndingWith(end);
    }
}

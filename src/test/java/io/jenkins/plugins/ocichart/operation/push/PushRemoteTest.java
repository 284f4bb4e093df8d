package io.jenkins.plugins.ocichart.operation.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushRemoteTest {
    /** Helm's table of remotes, measured with Helm 3.21. */
    @ParameterizedTest
    @CsvSource({
        "oci://h,               h,        web",
        "oci://h/,              h,        web",
        "oci://h:5000,          h:5000,   web",
        "oci://h/a,             h,        a/web",
        "oci://h/a/b,           h,        a/b/web",
        "oci://h/a/,            h,        a/web",
        "oci://h//a,            h,        a/web",
        "oci://h/a/../b,        h,        b/web",
        "oci://h/a/./b,         h,        a/b/web",
        "oci://h/a/web,         h,        a/web/web",
        "OCI://h/a,             h,        a/web",
        "oci://[::1]:5000/a,    [::1]:5000, a/web",
        "oci://Reg.Example.com/a, Reg.Example.com, a/web",
    })
    void remotesThatHelmTakesGoToTheSameRepository(String text, String registry, String repository) throws IOException {
        PushRemote remote = PushRemote.parse(text);
        assertThat(remote.registry()).isEqualTo(registry);
        assertThat(remote.repository("web")).isEqualTo(repository);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                         | remote is empty; use oci://HOST[:PORT]/NAMESPACE",
                "h/a                        | remote 'h/a' has no scheme; use oci://HOST[:PORT]/NAMESPACE",
                "h:5000/a                   | remote 'h:5000/a' has no scheme; use oci://HOST[:PORT]/NAMESPACE",
                "https://h/a                | remote 'https://h/a' has the scheme https, not oci; use oci://HOST[:PORT]/NAMESPACE",
                "oci://                     | names no valid registry",
                "oci:///a                   | names no valid registry",
                "oci://h:99999/a            | names no valid registry",
                "oci://h/a:1.0.0            | has a tag: leave it out, the tag is the chart's version",
                "oci://h/a@sha256:0123      | has a digest: leave it out, the digest comes from the chart",
                "oci://h/Team/a             | has upper-case letters in 'Team': repository names are lower case",
                "oci://h/a?x=1              | has 'a?x=1' in its path",
                "oci://h/a#x                | has 'a#x' in its path",
                "oci://h/a%2fb              | has 'a%2fb' in its path",
                "oci://h/a+b                | has 'a+b' in its path",
                "oci://h/..                 | leaves its registry with '..'",
                "oci://h/a/../../b          | leaves its registry with '..'",
            })
    void remotesThatHelmRefusesAreExplained(String text, String message) {
        assertThatThrownBy(() -> PushRemote.parse(text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"oci://bob:hunter2@h/a", "https://bob:hunter2@h/a", "bob:hunter2@h/a", "oci://bob:hunter2/x@h"})
    void aPasswordInTheRemoteIsNotRepeated(String text) {
        assertThatThrownBy(() -> PushRemote.parse(text)).message().doesNotContain("hunter2");
    }

    @Test
    void aRemoteThatEndsWithTheChartsNameIsNoticed() throws IOException {
        assertThat(PushRemote.parse("oci://h/a/web").endsWith("web")).isTrue();
        assertThat(PushRemote.parse("oci://h/web").endsWith("web")).isTrue();
        assertThat(PushRemote.parse("oci://h/cobweb").endsWith("web")).isFalse();
        assertThat(PushRemote.parse("oci://h/web/a").endsWith("web")).isFalse();
        assertThat(PushRemote.parse("oci://web").endsWith("web")).isFalse();
    }
}

package io.jenkins.plugins.ocichart.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryHostTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    registry.example.com                 | registry.example.com      |
                    registry.example.com:5000            | registry.example.com:5000 |
                    https://registry.example.com         | registry.example.com      | https://
                    http://registry.example.com/         | registry.example.com      | http:// /
                    oci://registry.example.com/charts/a  | registry.example.com      | oci:// /charts/a
                    registry.example.com/charts          | registry.example.com      | /charts
                    [::1]:5000                           | [::1]:5000                |
                    """)
    void schemeAndPathAreCutOff(String text, String host, String stripped) {
        RegistryHost parsed = RegistryHost.parse(text);
        assertThat(parsed.value()).isEqualTo(host);
        assertThat(parsed.stripped()).isEqualTo(stripped == null ? List.of() : Arrays.asList(stripped.split(" ")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "https://",
                "/x",
                "user:pw@h",
                "a b",
                "h:",
                "h:port",
                "h:123456",
                "oci://oci://h",
                "-h",
                "h?x"
            })
    void whatIsNoHostIsRefused(String text) {
        assertThatThrownBy(() -> RegistryHost.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("invalid registry \"");
    }

    @Test
    void dockerHubHasAnotherHostThanItsName() {
        assertThat(RegistryHost.parse("docker.io").endpoint()).isEqualTo("registry-1.docker.io");
        assertThat(RegistryHost.parse("index.docker.io").endpoint()).isEqualTo("index.docker.io");
    }

    @Test
    void aPortHasAtMostSixteenBits() {
        assertThat(RegistryHost.isValid("h:65535")).isTrue();
        assertThat(RegistryHost.isValid("h:65536")).isFalse();
        assertThat(RegistryHost.isValid("[::99999]")).isTrue();
        assertThat(RegistryHost.isValid("[::1]:65536")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "registry.example.com, REGISTRY.example.com:443, true",
        "registry.example.com:443, registry.example.com, true",
        "docker.io, registry-1.docker.io, true",
        "registry.example.com, registry.example.com:80, false",
        "registry.example.com, other.example.com, false"
    })
    void aHostHasSeveralSpellings(String one, String other, boolean same) {
        assertThat(RegistryHost.parse(one).isSameAs(RegistryHost.parse(other))).isEqualTo(same);
    }

    @Test
    void anAddressWithoutAHostHasNone() {
        assertThat(RegistryHost.find("oci://registry.example.com/charts"))
                .hasToString("Optional[registry.example.com]");
        assertThat(RegistryHost.find("a b")).isEmpty();
    }
}

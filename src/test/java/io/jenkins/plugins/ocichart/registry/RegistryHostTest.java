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
}

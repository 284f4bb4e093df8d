package io.jenkins.plugins.ocichart.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxySettingsTest {
    private static ProxySettings without(String patterns) {
        return new ProxySettings("proxy.example.com", 3128, "bob", "proxy-password", patterns);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    registry.example.com; registry.example.com;   false
                    *.example.com;        registry.example.com;   false
                    *.example.com;        example.com;            true
                    .example.com;         registry.example.com;   true
                    registry.*;           registry.example.com;   false
                    10.1.*;               10.1.2.3;               false
                    10.1.*;               101.2.3.4;              true
                    REGISTRY.example.com; registry.example.com;   false
                    a|b c,d;              c;                      false
                    (x;                   registry.example.com;   true
                    '';                   registry.example.com;   true
                    """)
    void hostsAreMatchedAsJenkinsDoes(String patterns, String host, boolean proxied) {
        assertThat(without(patterns).appliesTo(host)).isEqualTo(proxied);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "127.9.9.9", "::1", "[::1]", "x.localhost"})
    void thisMachineIsReachedDirectly(String host) {
        assertThat(without(null).appliesTo(host)).isFalse();
    }

    @Test
    void thePasswordIsNotShown() {
        assertThat(without("a").toString()).contains("proxy.example.com:3128").doesNotContain("proxy-password");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65536})
    void portsHaveToExist(int port) {
        assertThatThrownBy(() -> new ProxySettings("proxy", port)).hasMessageContaining("port");
    }

    @Test
    void theFirstAndTheLastPortMayBeUsed() {
        assertThat(new ProxySettings("proxy", 1).authority()).isEqualTo("proxy:1");
        assertThat(new ProxySettings("::1", 65535).authority()).isEqualTo("[::1]:65535");
        assertThat(new ProxySettings("[::1]", 3128).authority()).isEqualTo("[::1]:3128");
    }

    @Test
    void onlyWhatThereIsIsShown() {
        assertThat(new ProxySettings("p", 1)).hasToString("ProxySettings[p:1]");
        assertThat(new ProxySettings("p", 1, "bob", "x", " "))
                .hasToString("ProxySettings[p:1, user=bob, password=<redacted>]");
        assertThat(new ProxySettings("p", 1, null, null, "a")).hasToString("ProxySettings[p:1, noProxy=a]");
    }
}

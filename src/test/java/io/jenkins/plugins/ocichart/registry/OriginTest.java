package io.jenkins.plugins.ocichart.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6454. */
class OriginTest {
    @ParameterizedTest
    @CsvSource({
        "HTTPS://Registry.Example.com/v2/, https, registry.example.com, 443, registry.example.com",
        "http://registry.example.com, http, registry.example.com, 80, registry.example.com",
        "https://registry.example.com:80, https, registry.example.com, 80, registry.example.com:80",
        "http://registry.example.com:443, http, registry.example.com, 443, registry.example.com:443",
        "http://registry.example.com:80, http, registry.example.com, 80, registry.example.com",
        "http://registry.example.com:0, http, registry.example.com, 0, registry.example.com:0",
        "http://[::1]:5000/, http, ::1, 5000, [::1]:5000"
    })
    void isSchemeHostAndPort(URI uri, String scheme, String host, int port, String authority) {
        Origin origin = Origin.of(uri);

        assertThat(origin).isEqualTo(new Origin(scheme, host, port)).hasToString(scheme + "://" + authority);
        assertThat(origin.authority()).isEqualTo(authority);
        assertThat(origin.isSecure()).isEqualTo(scheme.equals("https"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://a", "mailto:a", "/v2/", "//a/b", "https:///v2/"})
    void whatHasNoneIsRefused(URI uri) {
        assertThatThrownBy(() -> Origin.of(uri)).hasMessage("not an http or https address with a host");
    }

    @ParameterizedTest
    @CsvSource({"[::1], ::1", "::1, ::1", "[a, [a", "a], a]"})
    void bracketsArePartOfUrlsOnly(String host, String bare) {
        assertThat(Origin.withoutBrackets(host)).isEqualTo(bare);
    }
}

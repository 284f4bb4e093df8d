package io.jenkins.plugins.ocichart.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrisTest {
    private static final URI BASE = URI.create("https://registry.example.com:8443/v2/a/blobs/uploads/?x=1");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /v2/b?_state=a%3Db%2B          | https://registry.example.com:8443/v2/b?_state=a%3Db%2B
                    uuid                           | https://registry.example.com:8443/v2/a/blobs/uploads/uuid
                    ?n=2&last=b                    | https://registry.example.com:8443/v2/a/blobs/uploads/?n=2&last=b
                    //other.example.com/x          | https://other.example.com/x
                    http://other.example.com/x#frag | http://other.example.com/x
                    /a b|https://registry.example.com:8443/a%20b
                    /x?y={z}                       | https://registry.example.com:8443/x?y=%7Bz%7D
                    /ü                             | https://registry.example.com:8443/%C3%BC
                    https://[::1]:5000/x           | https://[::1]:5000/x
                    """)
    void referencesAreResolvedWithoutChangingWhatIsEncoded(String reference, String expected) {
        assertThat(Uris.resolve(BASE, reference)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://", "https://[bad/", "mailto:a@b", "http://a b/", "%"})
    void whatIsNoAddressIsRefused(String reference) {
        assertThatThrownBy(() -> Uris.resolve(BASE, reference)).isInstanceOf(IllegalArgumentException.class);
    }
}

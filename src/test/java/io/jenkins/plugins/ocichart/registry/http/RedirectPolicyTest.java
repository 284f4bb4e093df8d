package io.jenkins.plugins.ocichart.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectPolicyTest {
    private static final URI REGISTRY = URI.create("https://registry.example.com/v2/x");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/", "https://localhost:8080/", "https://[::1]/", "https://169.254.169.254/latest/",
                "https://[fe80::1]/", "https://[fd00:ec2::254]/", "https://0.0.0.0/", "https://[::]/",
                "https://[::ffff:127.0.0.1]/", "https://2130706433/", "https://127.1/", "https://0x7f000001/"
            })
    void nobodyIsSentToAddressesThatOnlyThisMachineKnows(String location) {
        assertThatThrownBy(() -> RedirectPolicy.target(REGISTRY, REGISTRY, location))
                .isInstanceOf(TransportException.class)
                .hasMessageStartingWith("registry.example.com redirects to ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://storage.example.net/a?b=%2F", "https://10.1.2.3:9000/bucket", "https://[fd12::1]/"})
    void storageElsewhereIsFine(String location) throws Exception {
        assertThat(RedirectPolicy.target(REGISTRY, REGISTRY, location)).hasToString(location);
    }
}

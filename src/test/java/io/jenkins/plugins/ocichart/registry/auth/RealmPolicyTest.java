package io.jenkins.plugins.ocichart.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RealmPolicyTest {
    private static Origin origin(String url) {
        return Origin.of(URI.create(url));
    }

    @ParameterizedTest
    @CsvSource({
        "https://registry-1.docker.io, https://auth.docker.io/token",
        "https://registry.gitlab.com, https://gitlab.com/jwt/auth",
        "https://registry.example.com, https://registry.example.com:8443/token?x=y",
        "http://registry.example.com:5000, http://auth.example.com/token",
        "http://127.0.0.1:5000, http://127.0.0.1:6000/token",
        "http://localhost:5000, http://127.0.0.1:6000/token",
        "https://10.1.2.3:5000, https://10.1.2.3:6000/token"
    })
    void tokenServersElsewhereAreNormal(String registry, String realm) throws Exception {
        assertThat(RealmPolicy.check(origin(registry), realm)).hasToString(realm);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://auth.example.com/token",
                "http://registry.example.com/token",
                "https://127.0.0.1/token",
                "https://localhost/token",
                "https://[::1]/token",
                "https://169.254.169.254/token",
                "https://10.0.0.1/token",
                "https://192.168.1.1/token",
                "https://172.16.0.1/token",
                "https://[fd12::1]/token",
                "https://0.0.0.0/token",
                "https://2130706433/token",
                "https://user:pw@auth.example.com/token",
                "ftp://auth.example.com/",
                "file:///etc/passwd",
                "/token",
                "",
                "not an address",
                "https://"
            })
    void loginsGoNowhereElse(String realm) {
        assertThatThrownBy(() -> RealmPolicy.check(origin("https://registry.example.com"), realm))
                .isInstanceOf(RegistryException.class)
                .hasMessageStartingWith("registry registry.example.com points logins at ")
                .hasMessageNotContaining("user:pw");
    }

    @Test
    void aPrivateTokenServerMayBeTrustedForOneRegistry() throws Exception {
        String property = RealmPolicy.class.getName() + ".trusted";
        System.setProperty(property, "other.example.com=10.0.0.2, registry.example.com=10.0.0.1");
        try {
            assertThat(RealmPolicy.check(origin("https://registry.example.com:5000"), "https://10.0.0.1/token"))
                    .hasToString("https://10.0.0.1/token");
            assertThatThrownBy(
                            () -> RealmPolicy.check(origin("https://registry.example.com"), "https://10.0.0.2/token"))
                    .hasMessageContaining("which is a private address");
            assertThatThrownBy(() -> RealmPolicy.check(origin("https://registry.example.com"), "http://10.0.0.1/token"))
                    .hasMessageContaining("which is not encrypted");
        } finally {
            System.clearProperty(property);
        }
    }

    @Test
    void theQueryOfARealmIsNotShown() {
        assertThatThrownBy(() ->
                        RealmPolicy.check(origin("https://registry.example.com"), "http://x.example.com/?key=abc"))
                .hasMessageNotContaining("abc");
    }
}

package io.jenkins.plugins.ocichart.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7617. */
class BasicLoginTest {
    @Test
    void userAndPasswordAreSentAsOneText() {
        assertThat(BasicLogin.header("Aladdin", "open sesame")).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assertThat(BasicLogin.header("test", "123£")).isEqualTo("Basic dGVzdDoxMjPCow==");
        assertThat(BasicLogin.header("alice", null)).isEqualTo("Basic YWxpY2U6");
    }

    @Test
    void onlyAUserHasOne() {
        assertThat(BasicLogin.header(RegistryCredential.basic("Aladdin", "open sesame")))
                .contains("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assertThat(BasicLogin.header(RegistryCredential.bearer("token"))).isEmpty();
        assertThat(BasicLogin.header(RegistryCredential.anonymous())).isEmpty();
    }

    @Test
    void messagesSayWhoItIs() {
        assertThat(BasicLogin.describe(RegistryCredential.anonymous())).isEqualTo("an anonymous user");
        assertThat(BasicLogin.describe(RegistryCredential.basic("alice", "x"))).isEqualTo("user alice");
        assertThat(BasicLogin.describe(RegistryCredential.basic("alice b", "x")))
                .isEqualTo("user \"alice b\"");
        assertThat(BasicLogin.describe(RegistryCredential.basic("a\n", "x"))).isEqualTo("user \"a?\"");
        assertThat(BasicLogin.describe(RegistryCredential.serviceAccountKey("{}")))
                .isEqualTo("user _json_key");
        assertThat(BasicLogin.describe(RegistryCredential.bearer("x"))).isEqualTo("the token");
        assertThat(BasicLogin.describe(RegistryCredential.identityToken("x"))).isEqualTo("the identity token");
        assertThat(BasicLogin.describe(RegistryCredential.clientCertificate(new byte[0], "x")))
                .isEqualTo("the client certificate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x ", " x", "x\n"})
    void aPasswordWithABlankAtItsEndIsSuspicious(String password) {
        assertThat(BasicLogin.advice(RegistryCredential.basic("alice", password)))
                .isEqualTo(
                        "Check user name and password or token. The password begins or ends with a blank or a line end.");
    }

    @Test
    void anyOtherPasswordIsNot() {
        assertThat(BasicLogin.advice(RegistryCredential.basic("alice", "x y")))
                .isEqualTo("Check user name and password or token.");
        assertThat(BasicLogin.advice(RegistryCredential.anonymous()))
                .isEqualTo("Check user name and password or token.");
    }
}

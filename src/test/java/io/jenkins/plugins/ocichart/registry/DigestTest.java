package io.jenkins.plugins.ocichart.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    @Test
    void aHashIsWrittenWithItsAlgorithm() {
        assertThat(Digest.sha256("hello".getBytes(StandardCharsets.UTF_8)))
                .hasToString("sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    }

    @Test
    void theLongerAlgorithmsCanBeChecked() {
        Digest sha512 = Digest.parse("sha512:" + "0".repeat(128));
        assertThat(sha512.of("hello".getBytes(StandardCharsets.UTF_8)).hex()).startsWith("9b71d224bd62f378");
        assertThat(Digest.parse("sha384:" + "a".repeat(96)).algorithm()).isEqualTo("sha384");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "sha256",
                "sha256:",
                "sha256:abc",
                "md5:d41d8cd98f00b204e9800998ecf8427e",
                "sha256:2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824",
                "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b982/",
                "sha256:../../../../../../../../../../../../../../../../../../../../etc/passw",
                "SHA256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
            })
    void everythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Digest.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("invalid digest \"");
    }
}

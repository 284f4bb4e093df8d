package io.jenkins.plugins.ocichart.signature.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.peer.CosignProgram;
import io.jenkins.plugins.ocichart.peer.OpenSsl;
import io.jenkins.plugins.ocichart.signature.cosign.PublicKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys come from cosign and OpenSSL. */
class SigningKeyTest {
    private static final byte[] TEXT = "text".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path dir;

    private SigningKey key(String file, String passphrase) throws Exception {
        return SigningKey.parse(Files.readString(dir.resolve(file)), passphrase);
    }

    private PublicKey publicKey(String file) throws Exception {
        return PublicKey.parse(Files.readString(dir.resolve(file)));
    }

    @ParameterizedTest
    @EnumSource
    void cosignsOwnFileIsDecrypted(CosignProgram cosign) throws Exception {
        cosign.generateKeys(dir, "k");
        SigningKey key = key("k.key", CosignProgram.PASSPHRASE);

        assertThat(key.publicKey()).isEqualTo(publicKey("k.pub"));
        assertThat(publicKey("k.pub").verifies(TEXT, key.sign(TEXT))).isTrue();
        assertThatThrownBy(() -> key("k.key", "another")).hasMessage("the private key's passphrase is wrong");
        assertThatThrownBy(() -> key("k.key", null)).hasMessageContaining("passphraseCredentialsId");
    }

    @ParameterizedTest
    @CsvSource({
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out k.pem, BEGIN PRIVATE KEY",
        "ecparam -name prime256v1 -genkey -noout -out k.pem, BEGIN EC PRIVATE KEY",
        "ecparam -name prime256v1 -genkey -out k.pem, BEGIN EC PARAMETERS",
        "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out k.pem, BEGIN PRIVATE KEY",
        "genrsa -traditional -out k.pem 2048, BEGIN RSA PRIVATE KEY"
    })
    void otherFilesAreReadWithoutAPassphrase(String command, String kind) throws Exception {
        OpenSsl.run(dir, command.split(" "));
        OpenSsl.run(dir, "pkey", "-in", "k.pem", "-pubout", "-out", "k.pub");
        assertThat(dir.resolve("k.pem")).content().contains(kind);

        SigningKey key = key("k.pem", null);
        Files.write(dir.resolve("text"), TEXT);
        Files.write(dir.resolve("signature"), key.sign(TEXT));

        assertThat(key.publicKey()).isEqualTo(publicKey("k.pub"));
        assertThat(OpenSsl.run(dir, "dgst", "-sha256", "-verify", "k.pub", "-signature", "signature", "text"))
                .contains("Verified OK");
    }

    @ParameterizedTest
    @CsvSource({
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out k.pem, on an EC curve of 384 bits",
        "genpkey -algorithm ED25519 -out k.pem, neither an EC nor an RSA key",
        "genrsa -traditional -out k.pem 1024, an RSA key of 1024 bits",
        "genrsa -traditional -aes128 -passout pass:x -out k.pem 2048, is encrypted by OpenSSL",
        "genrsa -aes128 -passout pass:x -out k.pem 2048, is encrypted by OpenSSL"
    })
    void whatCannotSignIsRefusedWithAReason(String command, String reason) throws Exception {
        OpenSsl.run(dir, command.split(" "));
        assertThatThrownBy(() -> key("k.pem", "x")).hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"N\":1073741824,\"r\":8,\"p\":1",
                "\"N\":65536,\"r\":8192,\"p\":1",
                "\"N\":65536,\"r\":8,\"p\":1000000",
                "\"N\":65536,\"r\":9223372036854775807,\"p\":1",
                "\"N\":65537,\"r\":8,\"p\":1",
                "\"N\":-2,\"r\":8,\"p\":1",
                "\"N\":2,\"r\":0,\"p\":1"
            })
    void aFileThatWantsTooMuchMemoryIsRefusedAtOnce(String parameters) {
        String json = ("{\"kdf\":{\"name\":\"scrypt\",\"params\":{%s},\"salt\":\"AAAA\"},\"cipher\":"
                        + "{\"name\":\"nacl/secretbox\",\"nonce\":\"AAAA\"},\"ciphertext\":\"AAAA\"}")
                .formatted(parameters);
        assertThatThrownBy(() -> SigningKey.parse(pem("ENCRYPTED SIGSTORE PRIVATE KEY", json), "x"))
                .hasMessageContaining("than a key file may");
    }

    @Test
    void brokenFilesAreRefusedWithoutTheirContent() {
        for (String type : new String[] {"PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY", "DSA PRIVATE KEY"}) {
            assertThatThrownBy(() -> SigningKey.parse(pem(type, "my secret"), null))
                    .hasMessageContaining("the private key is")
                    .hasNoCause()
                    .message()
                    .doesNotContain("secret");
        }
        assertThatThrownBy(() -> SigningKey.parse("my secret", null)).hasMessageContaining("is no PEM text");
    }

    private static String pem(String type, String content) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(type, Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)));
    }
}

package io.jenkins.plugins.ocichart.signature.rekor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.jenkins.plugins.ocichart.signature.cosign.PublicKey;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a log of version 2 is told about a key; what it answers is in the tests of the step. */
class HashedRekordTest {
    private static HashedRekord entry(String family, int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(family);
        generator.initialize(bits);
        PublicKey key = PublicKey.of(generator.generateKeyPair().getPublic().getEncoded());
        return HashedRekord.of(new byte[1], new byte[2], key);
    }

    /** The names are those of sigstore's protobuf-specs ({@code PublicKeyDetails}). */
    @ParameterizedTest
    @CsvSource({"EC, 256, PKIX_ECDSA_P256_SHA_256", "RSA, 2048, PKIX_RSA_PKCS1V15_2048_SHA256"})
    void namesTheKindOfTheKey(String family, int bits, String details) throws Exception {
        assertThat(new String(entry(family, bits).request(), StandardCharsets.UTF_8))
                .contains("\"keyDetails\":\"" + details + "\"");
    }

    @Test
    void refusesASizeThatNoLogTakes() {
        assertThatIOException()
                .isThrownBy(() -> entry("RSA", 2560))
                .withMessage("it takes RSA keys of 2048, 3072 and 4096 bits only, and the signer's has 2560");
    }
}

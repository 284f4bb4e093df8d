package io.jenkins.plugins.ocichart.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signatures that botocore 1.44.5 makes of the same requests. */
class AwsSignatureTest {
    private static final Instant NOW = Instant.parse("2015-08-30T12:36:00Z");

    @ParameterizedTest
    @CsvSource({
        "000000000000.dkr.ecr.eu-central-1.amazonaws.com, ,"
                + " b7a668a03dbe2c6002b46a61af16badf14779b50f95a840f4a72daef71d0d63f",
        "000000000000.dkr.ecr.eu-central-1.amazonaws.com, session/token+of=role,"
                + " 308e7fc6187d6b620f67883333c0addbc0846bc29a0e60c9f8c142c5ce003fce",
        "public.ecr.aws, , 7f4ca0d963a87df3d01f6c4ab2257843501fb7772d9351b0a56f5eca8095cd59"
    })
    void isThatOfAmazonsOwnLibrary(String registry, String session, String signature) {
        EcrEndpoint endpoint = EcrEndpoint.of(registry).orElseThrow();
        AwsKeys keys = new AwsKeys("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", session);

        Map<String, String> headers = new AwsSignature(keys, endpoint.region(), endpoint.service())
                .sign(
                        "POST",
                        endpoint.api(),
                        Map.of("Content-Type", "application/x-amz-json-1.1", "X-Amz-Target", endpoint.target()),
                        "{}",
                        NOW);

        assertThat(headers.get("Authorization")).endsWith("Signature=" + signature);
        assertThat(headers.get("X-Amz-Security-Token")).isEqualTo(session);
    }
}

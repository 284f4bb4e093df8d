package io.jenkins.plugins.ocichart.signature.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jenkins.plugins.ocichart.fixture.Cost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Keyrings come from agents, too, and are read on the controller. */
class KeyringFuzzTest {
    private static final Path SIGNED =
            Path.of("src/test/resources/io/jenkins/plugins/ocichart/signature/provenance/ProvenanceFuzzTestInputs"
                    + "/isReadOrRefused/signed");
    private static final String DIGEST = "sha256:" + "a".repeat(64);

    @FuzzTest
    void isReadOrRefused(byte[] input) throws Exception {
        try {
            Keyring keyring = Keyring.read(input);
            assertThat(keyring.certificates()).isNotEmpty();
            ProvenanceFile.parse(Files.readAllBytes(SIGNED)).verify(keyring, "web-1.2.3.tgz", DIGEST, Instant.now());
        } catch (IOException e) {
            Cost.requireOneLine(e.getMessage());
        }
        try {
            ProvenanceSigner.find(input, null, null, Instant.now());
        } catch (IOException e) {
            Cost.requireOneLine(e.getMessage());
        }
    }
}

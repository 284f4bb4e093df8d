package io.jenkins.plugins.ocichart.signature.provenance;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jenkins.plugins.ocichart.fixture.Cost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Provenance comes from registries, and is judged on the controller. */
class ProvenanceFuzzTest {
    private static final Path KEYRING =
            Path.of("src/test/resources/io/jenkins/plugins/ocichart/signature/provenance/KeyringFuzzTestInputs"
                    + "/isReadOrRefused/binary");
    private static final String DIGEST = "sha256:" + "a".repeat(64);

    @FuzzTest
    void isReadOrRefused(byte[] input) throws Exception {
        try {
            ProvenanceFile.parse(input)
                    .verify(Keyring.read(Files.readAllBytes(KEYRING)), "web-1.2.3.tgz", DIGEST, Instant.now());
        } catch (IOException e) {
            Cost.requireOneLine(e.getMessage());
        }
    }
}

package io.jenkins.plugins.ocichart.signature.rekor;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jenkins.plugins.ocichart.fixture.Cost;
import io.jenkins.plugins.ocichart.signature.cosign.PublicKey;
import io.jenkins.plugins.ocichart.simulator.RecordedRekor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Entries come from logs, and are judged on the controller. */
class LogEntryFuzzTest {
    private static final PublicKey KEY = key();
    private static final String UUID = RecordedRekor.text("found.json").replaceAll("[^0-9a-f]", "");

    @FuzzTest
    void isReadOrRefused(byte[] input) throws Exception {
        try {
            LogEntry entry = LogEntry.parse(UUID, input);
            HelmEntry.of(entry);
            entry.verify(KEY);
        } catch (IOException e) {
            Cost.requireOneLine(e.getMessage());
        }
        try {
            Checkpoint.parse(new String(input, StandardCharsets.UTF_8)).verify(KEY, 16, new byte[32]);
        } catch (IOException e) {
            Cost.requireOneLine(e.getMessage());
        }
    }

    private static PublicKey key() {
        try {
            return PublicKey.parse(RecordedRekor.text("log.pub"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.jenkins.plugins.ocichart.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.signature.UnverifiedException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of the one who judges provenance; cosign's signatures are in CosignSignaturesTest. */
class TrustTest {
    private static final Digest ARCHIVE = Digest.parse("sha256:" + "a".repeat(64));

    @TempDir
    private Path dir;

    private final RecordingJudge judge = new RecordingJudge();

    private static UntrustedChart chart(Digest archive, String provenance) {
        return new UntrustedChart(
                "web", "web-1.0.0.tgz", archive, provenance == null ? null : provenance.getBytes(), null, null);
    }

    @Test
    void whatIsAskedForIsSaid() {
        Trust byKey = new Trust(null, null, "key", null, Map.of());
        Trust byFile = new Trust(null, null, null, "file", Map.of());

        assertThat(Trust.NONE.isEmpty()).isTrue();
        assertThat(Trust.NONE.needsProvenance()).isFalse();
        assertThat(Trust.NONE.needsSignature()).isFalse();
        assertThat(judge.trust().isEmpty()).isFalse();
        assertThat(judge.trust().needsProvenance()).isTrue();
        assertThat(judge.trust().needsSignature()).isFalse();
        for (Trust cosign : new Trust[] {byKey, byFile}) {
            assertThat(cosign.isEmpty()).isFalse();
            assertThat(cosign.needsProvenance()).isFalse();
            assertThat(cosign.needsSignature()).isTrue();
        }
    }

    @Test
    void whoAsksForNothingGetsAnyChart() throws Exception {
        assertThat(Trust.NONE.verify(dir, chart(ARCHIVE, null)).signatures()).isEmpty();
    }

    @Test
    void theJudgeGetsTheKeyringFromBelowTheDirectory() throws Exception {
        Files.writeString(Files.createDirectory(dir.resolve("keys")).resolve("ring.gpg"), "ring");
        Trust trust = new Trust(judge, "keys/ring.gpg", null, null, Map.of());

        assertThat(trust.verify(dir, chart(ARCHIVE, "signed")).signatures()).containsExactly(RecordingJudge.ANN);
        assertThat(judge.asked).containsExactly("web-1.0.0.tgz " + ARCHIVE + " signed ring");
    }

    @Test
    void aKeyringThatCannotBeReadIsNamed() {
        for (String file : new String[] {"none.gpg", "\0"}) {
            assertThatThrownBy(() -> new Trust(judge, file, null, null, Map.of()).verify(dir, chart(ARCHIVE, "signed")))
                    .isInstanceOf(UnverifiedException.class)
                    .hasMessageStartingWith("cannot verify web: failed to load keyring " + file + ": ");
        }
        assertThat(judge.asked).isEmpty();
    }

    @Test
    void theJudgesReasonIsTheUsers() {
        judge.refusal = "nobody knows the key";

        assertThatThrownBy(() -> judge.trust().verify(dir, chart(ARCHIVE, "signed")))
                .isInstanceOf(UnverifiedException.class)
                .hasMessage("cannot verify web: nobody knows the key");
    }

    @Test
    void withoutProvenanceOrByAnotherHashNobodyIsAsked() {
        assertThatThrownBy(() -> judge.trust().verify(dir, chart(ARCHIVE, null)))
                .hasMessageEndingWith("it has no provenance file, so nobody has signed it with an OpenPGP key");
        Digest other = Digest.parse("sha512:" + "a".repeat(128));
        assertThatThrownBy(() -> judge.trust().verify(dir, chart(other, "signed")))
                .hasMessageEndingWith("provenance has SHA-256 digests, but its archive is known by " + other);
        assertThat(judge.asked).isEmpty();
    }

    @Test
    void anInterruptIsNoRefusal() {
        ProvenanceJudge interrupted = (file, digest, provenance, keyring) -> {
            throw new ClosedByInterruptException();
        };

        assertThatThrownBy(
                        () -> new Trust(interrupted, null, null, null, Map.of()).verify(dir, chart(ARCHIVE, "signed")))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void aFileIsReadUpToItsLimit() throws Exception {
        Path file = dir.resolve("file");
        Files.write(file, new byte[1 << 20]);
        assertThat(Trust.read(file, 1 << 20)).hasSize(1 << 20);

        Files.write(file, new byte[(1 << 20) + 1]);
        assertThatThrownBy(() -> Trust.read(file, 1 << 20))
                .isInstanceOf(IOException.class)
                .hasMessage("it is larger than 1 MiB");
    }
}

package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.fixture.SignedChart;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.fixture.TestKeys;
import io.jenkins.plugins.ocichart.peer.GnuPg;
import io.jenkins.plugins.ocichart.peer.RekorServer;
import io.jenkins.plugins.ocichart.pipeline.StepBuild;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a real Rekor log, and the plugin helm-sigstore as the judge. */
class RekorTest {
    @Started
    private static RekorServer log;

    @Started
    private static GnuPg gpg;

    private static String logKey;

    @TempDir
    Path directory;

    private StepBuild build;
    private Path archive;

    @BeforeAll
    static void askForTheKey() throws Exception {
        logKey = log.publicKey();
    }

    @BeforeEach
    void newBuild() throws Exception {
        build = StepBuild.in(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa2048", "nistp256"})
    void uploadsWhatThePluginVerifies(String algorithm) throws Exception {
        String key = sign(algorithm);

        Map<?, ?> added = (Map<?, ?>) build.run(
                ready(new OciChartSigstoreUploadStep(archive.getFileName().toString(), log.url()), key));

        assertThat(added.get("created")).isEqualTo(true);
        assertThat(Instant.parse((String) added.get("integratedTime")))
                .isBetween(
                        Instant.now().minus(Duration.ofMinutes(5)),
                        Instant.now().plusSeconds(60));
        Path publicKey = Files.write(directory.resolve("key.asc"), gpg.export("--armor", key));
        assertThat(log.plugin("verify", archive, publicKey))
                .contains("Chart Verified Successfully From Helm entry:")
                .contains("Rekor Index: " + added.get("logIndex"))
                .contains("Rekor UUID: " + added.get("uuid"));
        assertThat(log.plugin("search", archive, null))
                .contains(added.get("uuid").toString());
        assertThatIOException()
                .isThrownBy(() -> log.plugin("upload", archive, publicKey))
                .withMessageContaining("entry already exists: UUID: " + added.get("uuid"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa2048", "nistp256"})
    void verifiesWhatThePluginUploads(String algorithm) throws Exception {
        String key = sign(algorithm);
        Path publicKey = Files.write(directory.resolve("key.asc"), gpg.export("--armor", key));
        String created = log.plugin("upload", archive, publicKey);

        Map<?, ?> found = (Map<?, ?>) build.run(
                ready(new OciChartSigstoreVerifyStep(archive.getFileName().toString(), log.url()), key));
        Map<?, ?> again = (Map<?, ?>) build.run(
                ready(new OciChartSigstoreUploadStep(archive.getFileName().toString(), log.url()), key));

        assertThat(created)
                .contains("Created Helm entry at index " + found.get("logIndex"))
                .contains(log.url() + "/api/v1/log/entries/" + found.get("uuid"));
        assertThat(again.get("created")).isEqualTo(false);
        assertThat(again.get("uuid")).isEqualTo(found.get("uuid"));
    }

    @Test
    void findsItsOwnEntryAmongThoseOfOthers() throws Exception {
        String ann = sign("rsa2048");
        Map<?, ?> first = (Map<?, ?>) build.run(
                ready(new OciChartSigstoreUploadStep(archive.getFileName().toString(), log.url()), ann));
        Path provenance = archive.resolveSibling(archive.getFileName() + ".prov");
        byte[] ofAnn = Files.readAllBytes(provenance);
        for (int i = 0; i < 5; i++) {
            String other = gpg.newKey("Other " + i + " <other@example.com>", "nistp256", "sign");
            SignedChart.sign(archive, gpg, other);
            build.run(ready(new OciChartSigstoreUploadStep(archive.getFileName().toString(), log.url()), other));
        }
        Files.write(provenance, ofAnn);

        Map<?, ?> found = (Map<?, ?>) build.run(
                ready(new OciChartSigstoreVerifyStep(archive.getFileName().toString(), log.url()), ann));

        assertThat(found.get("uuid")).isEqualTo(first.get("uuid"));
    }

    @Test
    void findsNothingOfAChartThatWasNotAdded() throws Exception {
        String key = sign("rsa2048");

        assertThatThrownBy(() -> build.run(ready(
                        new OciChartSigstoreVerifyStep(archive.getFileName().toString(), log.url()), key)))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining("there is no entry for sha256:");
    }

    @Test
    void saysThatALogTakesNoKeyOfThisKind() throws Exception {
        String key = sign("ed25519");

        assertThatThrownBy(() -> build.run(ready(
                        new OciChartSigstoreUploadStep(archive.getFileName().toString(), log.url()), key)))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining("HTTP 400, error processing entry: error reading PGP public key");
    }

    @Test
    void sendsNoSecretKey() throws Exception {
        String key = sign("rsa2048");
        OciChartSigstoreUploadStep step =
                new OciChartSigstoreUploadStep(archive.getFileName().toString(), log.url());
        step.keyringCredentialsId = TestKeys.addFile(gpg.exportSecret("", "--armor"));
        step.rekorPublicKey = logKey;

        Map<?, ?> added = (Map<?, ?>) build.run(step);

        assertThat(log.plugin("verify", archive, Files.write(directory.resolve("k"), gpg.export("--armor", key))))
                .contains(added.get("uuid").toString());
    }

    /** A chart like no other, signed by a new key; returns the key. */
    private String sign(String algorithm) throws Exception {
        String key = gpg.newKey("Ann " + UUID.randomUUID() + " <ann@example.com>", algorithm, "sign");
        archive = SignedChart.pack("web", "1.2.3-" + System.nanoTime(), build.workspace(), gpg, key);
        return key;
    }

    private static <T extends RekorStep> T ready(T step, String key) throws Exception {
        step.keyringCredentialsId = TestKeys.addFile(gpg.export(key));
        step.rekorPublicKey = logKey;
        return step;
    }
}

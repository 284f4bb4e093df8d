package io.jenkins.plugins.ocichart.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import hudson.EnvVars;
import io.jenkins.plugins.ocichart.fixture.TestRun;
import io.jenkins.plugins.ocichart.operation.RegistryChart;
import io.jenkins.plugins.ocichart.operation.Trust;
import io.jenkins.plugins.ocichart.operation.copy.CopiedChart;
import io.jenkins.plugins.ocichart.operation.pull.PulledChart;
import io.jenkins.plugins.ocichart.operation.pull.VerifiedChart;
import io.jenkins.plugins.ocichart.operation.push.PushedChart;
import io.jenkins.plugins.ocichart.operation.sign.SignableChart;
import io.jenkins.plugins.ocichart.record.ChartEvents;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.signature.ChartSignature;
import io.jenkins.plugins.ocichart.signature.Verification;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hostile agent could return in place of what it was asked for. */
class AgentAnswerTest {
    private static final String HOST = "registry.example.com";
    private static final String DIGEST = "sha256:" + "a".repeat(64);
    private static final String MD5 = "d".repeat(32);
    private static final RegistryOptions REGISTRY = new RegistryOptions(null, ConnectionSettings.DEFAULT);

    private TestRun run;
    private BuildContext context;

    @BeforeEach
    void newBuild(@TempDir Path directory) throws Exception {
        run = TestRun.in(directory);
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        context = new BuildContext(run, null, new EnvVars(), null, () -> nowhere, null);
    }

    static Stream<Named<RegistryChart>> others() {
        return Stream.of(
                Named.of("another repository", chart(HOST, "team-b/web", "1.0.0", DIGEST, DIGEST, null, 1)),
                Named.of(
                        "another registry", chart("other.example.com", "charts/web", "1.0.0", DIGEST, DIGEST, null, 1)),
                Named.of("a short digest", chart(HOST, "charts/web", "1.0.0", "sha256:aa", DIGEST, null, 1)),
                Named.of("no digest", chart(HOST, "charts/web", "1.0.0", null, DIGEST, null, 1)),
                Named.of("no digest of the archive", chart(HOST, "charts/web", "1.0.0", DIGEST, "", null, 1)),
                Named.of("an odd provenance", chart(HOST, "charts/web", "1.0.0", DIGEST, DIGEST, "x", 1)),
                Named.of("an odd tag", chart(HOST, "charts/web", "1.0.0\nPushed:", DIGEST, DIGEST, null, 1)),
                Named.of("a negative size", chart(HOST, "charts/web", "1.0.0", DIGEST, DIGEST, null, -1)));
    }

    @ParameterizedTest
    @MethodSource("others")
    void failsThePushAndIsNotRecorded(RegistryChart chart) {
        assertThatThrownBy(() -> push().recorded(context, List.of(new PushedChart(chart, true, "web.tgz", MD5))))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessage("The agent reports something else than was asked for at registry.example.com/charts,"
                        + " so nothing was recorded: check that the agent can be trusted");
        assertThat(ChartEvents.of(run)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("others")
    void failsThePullAndIsNotRecorded(RegistryChart chart) {
        assertThatThrownBy(() -> pull("oci://registry.example.com/charts/web")
                        .recorded(context, new PulledChart(chart, "web.tgz", "web.tgz", MD5, Verification.NONE)))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining("registry.example.com/charts/web");
        assertThat(ChartEvents.of(run)).isEmpty();
    }

    @Test
    void failsIfTheAgentClaimsASignatureThatTheControllerHasNotJudged() {
        ChartSignature claimed = ChartSignature.ofProvenance("A".repeat(40), List.of("Ann"), Instant.EPOCH);
        Verification verification = new Verification(List.of(claimed));
        Trust provenance = new Trust(new ProvenanceCheck(new byte[0]), null, null, null, Map.of());
        Trust cosign = new Trust(null, null, "PEM", null, Map.of());
        ChartSignature tag = new ChartSignature("tag", "sha256:aa", List.of(), null, null, null, Map.of());

        for (Trust trust : List.of(provenance, cosign, Trust.NONE)) {
            assertThatThrownBy(() -> AgentAnswer.checkVerified("web.tgz", trust, DIGEST, verification))
                    .isExactlyInstanceOf(AbortException.class);
        }
        for (Trust trust : List.of(provenance, cosign)) {
            assertThatThrownBy(() -> AgentAnswer.checkVerified("web.tgz", trust, DIGEST, Verification.NONE))
                    .isExactlyInstanceOf(AbortException.class);
        }
        assertThatCode(() -> AgentAnswer.checkVerified("web", cosign, DIGEST, new Verification(List.of(tag))))
                .doesNotThrowAnyException();
        assertThatCode(() -> AgentAnswer.checkVerified("web", Trust.NONE, DIGEST, Verification.NONE))
                .doesNotThrowAnyException();
    }

    @Test
    void failsTheVerificationIfTheArchiveIsAnother() {
        VerifyChart task = new VerifyChart("dist/web.tgz", TrustOptions.NONE, REGISTRY);
        RegistryChart chart =
                new RegistryChart("dist/api.tgz", "", "", null, DIGEST, "web", "1.0.0", "", DIGEST, 1, null);
        RegistryChart elsewhere =
                new RegistryChart("dist/web.tgz", HOST, "x", null, DIGEST, "web", "1.0.0", "", DIGEST, 1, null);

        for (RegistryChart one : List.of(chart, elsewhere)) {
            assertThatThrownBy(() -> task.recorded(context, Trust.NONE, new VerifiedChart(one, Verification.NONE)))
                    .isExactlyInstanceOf(AbortException.class);
        }
        assertThat(ChartEvents.of(run)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "dddd", "../../../../../secrets/master.key"})
    void failsThePushIfTheFingerprintCannotBeOne(String md5) {
        PushedChart chart = new PushedChart(asked(), true, "web.tgz", md5);

        assertThatThrownBy(() -> push().recorded(context, List.of(chart))).isExactlyInstanceOf(AbortException.class);
    }

    @Test
    void failsThePullOfADigestIfItIsAnother() {
        assertThatThrownBy(() -> pull("oci://registry.example.com/charts/web@sha256:" + "b".repeat(64))
                        .recorded(context, new PulledChart(asked(), "web.tgz", "web.tgz", MD5, Verification.NONE)))
                .isExactlyInstanceOf(AbortException.class);
    }

    @Test
    void failsThePushIfThereIsNoFingerprint() {
        PushedChart chart = new PushedChart(asked(), true, "web.tgz", null);

        assertThatThrownBy(() -> push().recorded(context, List.of(chart))).isExactlyInstanceOf(AbortException.class);
    }

    @Test
    void isRecordedIfItIsWhatWasAskedFor() throws Exception {
        List<Map<String, Object>> pushed =
                push().recorded(context, List.of(new PushedChart(asked(), true, "web.tgz", MD5)));
        pull("oci://registry.example.com/charts/web:1.0.0@" + DIGEST)
                .recorded(context, new PulledChart(asked(), "web.tgz", "web.tgz", MD5, Verification.NONE));

        assertThat(pushed).hasSize(1);
        assertThat(ChartEvents.of(run)).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("others")
    void failsTheCopyAndIsNotRecorded(RegistryChart chart) {
        assertThatThrownBy(() -> copy().recorded(context, copied(chart, HOST + "/staging/web:1.0.0")))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining("registry.example.com/charts");
        assertThat(ChartEvents.of(run)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                HOST + "/other/web:1.0.0",
                "other.example.com/staging/web:1.0.0",
                HOST + "/staging/web",
                HOST + "/staging/web:1\nPushed: x",
                HOST + "/staging/web:<b>"
            })
    void failsTheCopyIfItIsFromElsewhere(String from) {
        assertThatThrownBy(() -> copy().recorded(context, copied(asked(), from)))
                .isExactlyInstanceOf(AbortException.class);
        assertThat(ChartEvents.of(run)).isEmpty();
    }

    @Test
    void recordsTheCopyThatWasAskedFor() throws Exception {
        assertThat(copy().recorded(context, copied(asked(), HOST + "/staging/web:1.0.0")))
                .containsEntry("from", HOST + "/staging/web:1.0.0");
        assertThat(ChartEvents.of(run)).hasSize(1);
    }

    @Test
    void signsNothingElse() {
        Descriptor manifest = new Descriptor("application/json", Digest.parse(DIGEST), 1);
        SignableChart elsewhere = new SignableChart(HOST + "/charts/web:1", HOST, "charts/other", manifest, List.of());
        SignableChart other = new SignableChart(HOST + "/charts/web:1", HOST, "charts/web", manifest, List.of());
        SignableChart odd = new SignableChart("x\nSigned: y", HOST, "charts/web", manifest, List.of());
        assertThatThrownBy(() -> AgentAnswer.checkSignable("oci://" + HOST + "/charts/web:1", odd))
                .isExactlyInstanceOf(AbortException.class);
        assertThatThrownBy(() -> AgentAnswer.checkSignable("oci://" + HOST + "/charts/web:1", elsewhere))
                .isExactlyInstanceOf(AbortException.class);
        assertThatThrownBy(() ->
                        AgentAnswer.checkSignable("oci://" + HOST + "/charts/web@sha256:" + "b".repeat(64), other))
                .isExactlyInstanceOf(AbortException.class);
        // Only a digest says what is signed: that of a tag is what the agent says.
        assertThatCode(() -> AgentAnswer.checkSignable("oci://" + HOST + "/charts/web:1", other))
                .doesNotThrowAnyException();
    }

    private static CopyChart copy() {
        return new CopyChart(
                "oci://" + HOST + "/staging/web",
                "",
                false,
                "oci://" + HOST + "/charts",
                "overwrite",
                true,
                TrustOptions.NONE,
                REGISTRY,
                REGISTRY);
    }

    private static CopiedChart copied(RegistryChart chart, String from) {
        return new CopiedChart(chart, true, from, null, Verification.NONE);
    }

    private static RegistryChart asked() {
        return chart(HOST, "charts/web", "1.0.0", DIGEST, DIGEST, null, 1);
    }

    private static RegistryChart chart(
            String registry,
            String repository,
            String tag,
            String digest,
            String chartDigest,
            String provenanceDigest,
            long size) {
        return new RegistryChart(
                registry + "/" + repository + ":" + tag,
                registry,
                repository,
                tag,
                digest,
                "web",
                "1.0.0",
                "",
                chartDigest,
                size,
                provenanceDigest);
    }

    private static PushCharts push() {
        return new PushCharts("*.tgz", "oci://registry.example.com/charts", "overwrite", 1, false, false, REGISTRY);
    }

    private static PullChart pull(String chart) {
        return new PullChart(chart, null, false, ".", false, ".", false, false, TrustOptions.NONE, false, REGISTRY);
    }
}

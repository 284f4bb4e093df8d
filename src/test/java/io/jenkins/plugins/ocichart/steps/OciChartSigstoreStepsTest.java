package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.fixture.TestKeys;
import io.jenkins.plugins.ocichart.pipeline.StepBuild;
import io.jenkins.plugins.ocichart.record.ChartEvents;
import io.jenkins.plugins.ocichart.record.RecordedChart;
import io.jenkins.plugins.ocichart.record.RecordedVerification;
import io.jenkins.plugins.ocichart.simulator.RecordedRekor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With the answers of a real log; {@code RekorTest} has the real one. */
class OciChartSigstoreStepsTest {
    private static final String DIGEST = "sha256:dec0b717a1c1d520d94730986ae1579fe48ec83e50f685c1d10aade477b04149";
    private static final String ANN = "CF6762577452130D8CFBFA4FF862B8FA33F8D888";

    private static String ann;

    @Started
    private RecordedRekor log;

    @TempDir
    Path directory;

    private StepBuild build;
    private Path archive;

    @BeforeAll
    static void addKeyring() {
        ann = TestKeys.addFile(RecordedRekor.file("ann.asc"));
    }

    @BeforeEach
    void newBuild() throws Exception {
        build = StepBuild.in(directory);
        archive = build.workspace().resolve("web-1.2.3.tgz");
        Files.write(archive, RecordedRekor.file("web-1.2.3.tgz"));
        provenance("web-1.2.3.tgz.prov");
    }

    @Test
    void addsAChartToALogAndVerifiesIt() throws Exception {
        Map<?, ?> added = (Map<?, ?>) build.run(upload());
        Map<?, ?> again = (Map<?, ?>) build.run(upload());
        Map<?, ?> verified = (Map<?, ?>) build.run(verify());

        assertThat(added.keySet().stream().map(String::valueOf).toList())
                .containsExactly("digest", "signedBy", "signatures", "uuid", "logIndex", "integratedTime", "created");
        assertThat(added.get("created")).isEqualTo(true);
        assertThat(again.get("created")).isEqualTo(false);
        assertThat(verified.get("digest")).isEqualTo(DIGEST);
        assertThat(verified.get("signedBy")).isEqualTo(List.of("Ann <ann@example.com>"));
        assertThat(verified.get("uuid").toString()).matches("[0-9a-f]{80}");
        assertThat(verified.get("uuid")).isEqualTo(added.get("uuid")).isEqualTo(again.get("uuid"));
        Map<?, ?> proof = (Map<?, ?>) ((List<?>) verified.get("signatures")).get(1);
        assertThat(proof.get("form")).isEqualTo("rekor");
        assertThat(proof.get("key")).isEqualTo(ANN);
        assertThat(proof.get("time")).isEqualTo(verified.get("integratedTime"));
        assertThat(proof.get("annotations"))
                .isEqualTo(Map.of(
                        "rekorUrl", log.url(),
                        "logIndex", verified.get("logIndex").toString(),
                        "uuid", verified.get("uuid")));
        String place = log.url() + "/api/v1/log/entries/" + verified.get("uuid");
        assertThat(build.console().lines())
                .contains(
                        "Signed by: Ann <ann@example.com>",
                        "Created Helm entry at index " + added.get("logIndex") + ", available at: " + place,
                        "Already in the log at index " + added.get("logIndex") + ": " + place + "; nothing was added.",
                        "Chart Verified Successfully From Helm entry:",
                        "Rekor Server: " + log.url(),
                        "Rekor UUID: " + verified.get("uuid"))
                .noneMatch(line -> line.startsWith("NOTE"));
    }

    @Test
    void recordsWhereTheEntryIs() throws Exception {
        log.withChart();

        Map<?, ?> verified = (Map<?, ?>) build.run(verify());

        List<RecordedChart> events = ChartEvents.of(build.run());
        assertThat(events).singleElement().isInstanceOf(RecordedVerification.class);
        RecordedChart event = events.get(0);
        assertThat(event.name).isEqualTo("web");
        assertThat(event.ref).isEqualTo("web-1.2.3.tgz");
        assertThat(event.signers()).isEqualTo("Ann <ann@example.com>");
        assertThat(event.getSignatures())
                .extracting(signature -> signature.form)
                .containsExactly("provenance", "rekor");
        assertThat(event.getSignatures().get(1).getAnnotations()).containsEntry("uuid", verified.get("uuid") + "");
    }

    @Test
    void asksTheLogForItsKeyIfNoneIsGiven() throws Exception {
        OciChartSigstoreVerifyStep step = verify();
        step.rekorPublicKey = "";
        log.withChart();

        build.run(step);

        assertThat(log.asked()).anyMatch(request -> request.matches("GET /api/v1/log/publicKey\\?treeID=\\d+"));
        assertThat(build.console())
                .contains("NOTE: " + log.url() + " was asked for its own public key; to make sure of it, give"
                        + " rekorPublicKey.");
    }

    @Test
    void sendsTheProvenanceAndAPublicKeyAlone() throws Exception {
        build.run(upload());

        assertThat(log.asked())
                .hasSize(2)
                .first()
                .satisfies(request -> assertThat(request)
                        .startsWith("POST /api/v1/log/entries {\"kind\":\"helm\",\"apiVersion\":\"0.0.1\","
                                + "\"spec\":{\"chart\":{\"provenance\":{\"content\":\""));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"integratedTime\":', '\"integratedTime\":1', its signed entry timestamp isn't by the log's key",
        "'\"logIndex\":', '\"logIndex\":1', its signed entry timestamp isn't by the log's key",
        "'\"signedEntryTimestamp\":\"ME', '\"signedEntryTimestamp\":\"MF', its signed entry timestamp isn't by the log's key",
        "'\"rootHash\":\"', '\"rootHash\":\"00', its inclusion proof has no root hash",
        "'\"treeSize\":', '\"treeSize\":1', its inclusion proof doesn't hold",
        "'rekor.example.com', 'rekor.example.org', its checkpoint isn't signed by the log's key",
        "'fX0=\",\"integrated', 'fX0g\",\"integrated', its body is not the one that was logged"
    })
    void refusesWhatALogCannotProve(String from, String to, String problem) throws Exception {
        log.withChart().changing(text -> text.contains("inclusionProof") ? text.replaceFirst(from, to) : text);

        refused(verify(), problem);
        refused(upload(), problem);
    }

    @ParameterizedTest
    @CsvSource({
        "dec0b717, dec0b718, it is of another archive",
        "sha256, sha512, it is of another archive",
        "'\"kind\":\"helm\"', '\"kind\":\"rpm\"', 'it is of the type ''rpm 0.0.1'', not ''helm 0.0.1'', which a chart''s entry has'",
        "'\"apiVersion\":\"0.0.1\"', '\"apiVersion\":\"0.0.2\"', it is of the type 'helm 0.0.2'",
        "'\"publicKey\":', '\"other\":', the key in its body is missing",
        "'\"signature\":', '\"other\":', the signature in its body is missing"
    })
    void refusesAnEntryThatSaysSomethingElse(String from, String to, String problem) throws Exception {
        log.withChart().changing(text -> text.contains("inclusionProof") ? changeBody(text, from, to) : text);

        refused(verify(), problem);
    }

    /** Changes what an entry says, which is base64 in its answer. */
    private static String changeBody(String answer, String from, String to) {
        Matcher body = Pattern.compile("(?<=\"body\":\")[^\"]*").matcher(answer);
        return body.replaceFirst(found -> {
            String text = new String(Base64.getDecoder().decode(found.group()), StandardCharsets.UTF_8);
            assertThat(text).contains(from);
            return Base64.getEncoder().encodeToString(text.replace(from, to).getBytes(StandardCharsets.UTF_8));
        });
    }

    @Test
    void refusesALogWithAnotherKey() throws Exception {
        OciChartSigstoreVerifyStep step = verify();
        step.rekorPublicKey =
                Files.readString(Path.of("src/test/resources/io/jenkins/plugins/ocichart/signature/rekor/public.pub"));
        log.withChart();

        refused(step, "it is of the log with key sha256:");
    }

    @Test
    void refusesAChartThatIsNotInTheLog() throws Exception {
        refused(
                verify(),
                "cannot verify web-1.2.3.tgz with the log " + log.url() + ": there is no entry for " + DIGEST);
    }

    @Test
    void refusesAnotherSignatureThanTheOneInTheLog() throws Exception {
        log.withChart();
        provenance("again.prov");

        refused(verify(), "it is of another signature than the one by key " + ANN + " beside the archive");
    }

    @Test
    void refusesAnotherSigner() throws Exception {
        log.withChart();
        provenance("bob.prov");

        refused(verify(), "signature made by unknown entity");
        refused(upload(), "signature made by unknown entity");
        assertThat(log.asked()).isEmpty();
    }

    @Test
    void saysWhatTheLogRefuses() throws Exception {
        provenance("again.prov");

        refused(upload(), "cannot add to the log " + log.url() + ": HTTP 400, ");
    }

    @Test
    void saysWhatTheLogAnswersInsteadOfEntries() throws Exception {
        log.withChart().changing(text -> text.startsWith("[") ? "[\"../../publicKey\"]" : text);
        refused(verify(), "cannot search the log " + log.url() + ": it returned what is no entry's name");

        log.changing(text -> text.startsWith("[")
                ? Stream.generate(() -> "\"" + "0".repeat(64) + "\"")
                        .limit(101)
                        .toList()
                        .toString()
                : text);
        refused(verify(), "more than 100 are not looked through");

        log.changing(text -> text.startsWith("[") ? "<html>" : text);
        refused(verify(), "its answer is not JSON");
    }

    @Test
    void needsAnArchiveAnAddressAndAKeyring() {
        refused(new OciChartSigstoreVerifyStep("", log.url()), "chart is missing");
        refused(new OciChartSigstoreVerifyStep("oci://example.com/web:1", log.url()), "chart must be the path");
        refused(new OciChartSigstoreUploadStep("web-1.2.3.tgz", " "), "nothing goes to a public log by default");
        refused(new OciChartSigstoreUploadStep("web-1.2.3.tgz", log.url()), "give keyringCredentialsId or keyring");
        assertThat(log.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "rekor.example.com, false, rekorUrl is not an address",
        "ftp://rekor.example.com, false, rekorUrl is not an address",
        "https://me:secret@rekor.example.com, false, rekorUrl has a login",
        "https://rekor.example.com?token=secret, false, rekorUrl has a login",
        "http://rekor.example.com, false, rekorUrl http://rekor.example.com is not encrypted",
        "http://rekor.example.com, true, rekorPublicKey is missing"
    })
    void refusesAddressesThatProveNothing(String url, boolean plainHttp, String problem) {
        OciChartSigstoreVerifyStep step = new OciChartSigstoreVerifyStep("web-1.2.3.tgz", url);
        step.keyringCredentialsId = ann;
        step.plainHttp = plainHttp;

        refused(step, problem);
        assertThat(build.console()).doesNotContain("secret");
    }

    @Test
    void needsTheLogsKeyWhereCertificatesAreNotChecked() {
        OciChartSigstoreVerifyStep step = new OciChartSigstoreVerifyStep("web-1.2.3.tgz", "https://rekor.example.com");
        step.keyringCredentialsId = ann;
        step.insecureSkipTlsVerify = true;

        refused(step, "rekorPublicKey is missing");
        step.rekorPublicKey = "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----";
        refused(step, "rekorPublicKey can't be used");
    }

    private void refused(RekorStep step, String line) {
        assertThatThrownBy(() -> build.run(step))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining(line)
                .hasMessageNotContaining("secret");
        assertThat(ChartEvents.of(build.run())).isEmpty();
    }

    private void provenance(String file) throws Exception {
        Files.write(archive.resolveSibling("web-1.2.3.tgz.prov"), RecordedRekor.file(file));
    }

    private OciChartSigstoreUploadStep upload() {
        return ready(new OciChartSigstoreUploadStep("web-1.2.3.tgz", log.url()));
    }

    private OciChartSigstoreVerifyStep verify() {
        return ready(new OciChartSigstoreVerifyStep("web-1.2.3.tgz", log.url() + "/"));
    }

    private static <T extends RekorStep> T ready(T step) {
        step.keyringCredentialsId = ann;
        step.rekorPublicKey = RecordedRekor.text("log.pub");
        return step;
    }
}

package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.AbortException;
import hudson.ProxyConfiguration;
import io.jenkins.plugins.ocichart.config.OciChartConfiguration;
import io.jenkins.plugins.ocichart.fixture.KnownKey;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.fixture.TestCredentials;
import io.jenkins.plugins.ocichart.pipeline.StepBuild;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.simulator.ProxyServer;
import io.jenkins.plugins.ocichart.simulator.RecordedRekorTiles;
import io.jenkins.plugins.ocichart.simulator.ShortWaits;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import io.jenkins.plugins.ocichart.simulator.TimestampAuthority;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.bouncycastle.tsp.TimeStampResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signatures with what a recorded Rekor log and a simulated time-stamp authority say of them, or refuse to say. */
@ExtendWith(ShortWaits.class)
class SignatureWitnessesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private static String key;

    @Started
    private RecordedRekorTiles log;

    @Started
    private TimestampAuthority authority;

    @Started
    private SimulatedRegistry registry;

    @TempDir
    Path directory;

    private StepBuild build;

    @BeforeAll
    static void makeKey() throws Exception {
        key = TestCredentials.addFile(KnownKey.pem());
    }

    @BeforeEach
    void addChart() throws Exception {
        build = StepBuild.in(directory);
        registry.manifest(
                "charts/web",
                "1.0.0",
                MANIFEST,
                RecordedRekorTiles.text("manifest.json").getBytes(StandardCharsets.UTF_8));
        configure(log.url(), authority.url());
    }

    @AfterEach
    void askNobody() {
        configure(null, null);
    }

    private static void configure(String log, String authority) {
        OciChartConfiguration.get().setTransparencyLogUrl(log);
        OciChartConfiguration.get().setTimestampAuthorityUrl(authority);
    }

    private OciChartSignStep step(String format) {
        OciChartSignStep step = new OciChartSignStep("oci://" + registry.host() + "/charts/web:1.0.0");
        step.keyCredentialsId = key;
        step.format = format;
        return step;
    }

    /** What the one bundle in the registry has beside the key. */
    private JsonNode material() throws Exception {
        String digest = Digest.sha256(RecordedRekorTiles.text("manifest.json").getBytes(StandardCharsets.UTF_8))
                .toString();
        JsonNode index = JSON.readTree(registry.manifest("charts/web", digest.replace(':', '-')));
        byte[] holder =
                registry.manifest("charts/web", index.at("/manifests/0/digest").asText());
        String bundle = JSON.readTree(holder).at("/layers/0/digest").asText();
        return JSON.readTree(registry.blob(bundle)).path("verificationMaterial");
    }

    @Test
    void nobodyIsAskedByDefault() throws Exception {
        configure(null, "");

        build.run(step("both"));

        assertThat(log.asked()).isEmpty();
        assertThat(authority.asked()).isEmpty();
        assertThat(material().fieldNames()).toIterable().containsExactly("publicKey");
    }

    @Test
    void bothAreInTheBundleAsTheyWereAnswered() throws Exception {
        build.run(step("both"));

        assertThat(log.asked()).hasSize(1);
        assertThat(material().path("tlogEntries"))
                .containsExactly(JSON.readTree(RecordedRekorTiles.text("added-201.json")));
        byte[] stamp = material()
                .at("/timestampVerificationData/rfc3161Timestamps/0/signedTimestamp")
                .binaryValue();
        new TimeStampResponse(stamp).validate(authority.asked().get(0));
        assertThat(build.console())
                .contains("Time stamp: " + authority.time() + " by " + authority.url(), "Log entry: 4 in " + log.url());
    }

    /** The proxy leads every name to this machine. */
    @Test
    void bothAreAskedThroughJenkinsProxyAndWithoutALogin() throws Exception {
        OciChartSignStep step = step("bundle");
        step.credentialsId = TestCredentials.add("alice", "s3cret-of-alice");
        try (ProxyServer proxy = ProxyServer.start()) {
            Jenkins.get().setProxy(new ProxyConfiguration("127.0.0.1", proxy.port()));
            configure(
                    log.url().replace("127.0.0.1", "rekor.example.com"),
                    authority.url().replace("127.0.0.1", "tsa.example.com"));

            build.run(step);

            assertThat(proxy.requests())
                    .hasSize(2)
                    .anyMatch(request -> request.startsWith("POST http://tsa.example.com"))
                    .anyMatch(request -> request.startsWith("POST http://rekor.example.com"));
            assertThat(proxy.headers())
                    .allSatisfy(headers -> assertThat(headers).doesNotContainKey("authorization"));
        } finally {
            Jenkins.get().setProxy(null);
        }
    }

    @Test
    void onlyNewBundlesAreAskedFor() throws Exception {
        build.run(step("tag"));
        assertThat(log.asked()).isEmpty();
        assertThat(authority.asked()).isEmpty();

        build.run(step("bundle"));
        build.run(step("both"));
        assertThat(log.asked()).hasSize(1);
        assertThat(authority.asked()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSED, 'it was not granted (status 2, not today)'",
        "OTHER_NONCE, it is no time stamp for this signature: response contains wrong nonce value.",
        "OTHER_HASH, it is no time stamp for this signature: response for different message imprint digest.",
        "WITHOUT_CERTIFICATE, its signer's certificate is not in it",
        "CHANGED, it is no time stamp for this signature: signature not created by certificate.",
        "HTML, it is no time stamp for this signature: ",
        "NOT_FOUND, 'HTTP 404, nobody here'",
        "REDIRECT, HTTP 307"
    })
    void withoutATimeStampNothingIsLoggedOrStored(TimestampAuthority.Answer answer, String reason) {
        authority.answering(answer);

        refused("The time-stamp authority " + authority.url() + " gave no time stamp: " + reason);
        assertThat(log.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'\\{\\s*\"logIndex', '<', it is not JSON",
        "'\"logIndex\":\\s*\"4\"', '\"logIndex\":\"3\"', its inclusion proof doesn't hold",
        "'\"logIndex\":', '\"other\":', it has no logIndex",
        "'\"canonicalizedBody\":\\s*\"eyJ', '\"canonicalizedBody\":\"eyI', its body is not what was sent",
        "'\"canonicalizedBody\":', '\"other\":', its body is missing",
        "'\"hashes\":\\s*\\[', '\"hashes\":[\"AAAA\",', its inclusion proof doesn't hold",
        "'\"checkpoint\":', '\"other\":', its inclusion proof has no checkpoint",
        "'example.com\\\\n5', 'example.com\\\\n6', its inclusion proof doesn't hold",
        "'example.com\\\\n5', 'example.com\\\\nmany', its checkpoint has no size of a tree",
        "'\"keyId\":', '\"other\":', its log's id is missing",
        "'\"keyId\":\\s*\"hZCO', '\"keyId\":\"hZCP', its checkpoint isn't signed by the log that the entry names",
        "'com hZCO', 'com', its checkpoint isn't signed by the log that the entry names",
        "'\"version\":\\s*\"0.0.2', '\"version\":\"0.0.1', it is not of the type 'hashedrekord 0.0.2'"
    })
    void whatALogCannotProveIsNotStored(String from, String to, String reason) throws Exception {
        assertThat(RecordedRekorTiles.text("added-201.json")).containsPattern(from);
        log.changing(text -> text.replaceFirst(from, to));

        refused("The transparency log " + log.url() + " did not take in the signature: " + reason);
    }

    @Test
    void anAnswerOfMoreThan256KibibytesIsNotRead() throws Exception {
        log.changing(text -> text + " ".repeat(256 << 10)); // the proof would still be good

        refused("The transparency log " + log.url() + " did not take in the signature: ");
    }

    @Test
    void aLogThatRefusesIsQuoted() throws Exception {
        OciChartSignStep step = step("both");
        step.annotations = Map.of("env", "prod");

        refused(step, "The transparency log " + log.url() + " did not take in the signature: HTTP 400, ");
    }

    @Test
    void aSignatureOfAnAttemptThatFailedLaterIsNamed() throws Exception {
        registry.always("PUT", "/manifests/", SimulatedRegistry.refuse(403, "DENIED", "no"));
        assertThatThrownBy(() -> build.run(step("bundle"))).hasMessageContaining("is not signed as a bundle");

        assertThatThrownBy(() -> build.run(step("bundle")))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessage(
                        "The transparency log " + log.url() + " has this signature already, of an attempt that failed"
                                + " later, and doesn't prove it again. Nothing was signed; sign again, with an RSA key with another"
                                + " annotation.");
    }

    @Test
    void servicesThatAreNotThereAreNamed() throws Exception {
        log.close();
        refused("The transparency log " + log.url() + " did not take in the signature: ");
        authority.close();
        refused("The time-stamp authority " + authority.url() + " gave no time stamp: ");
    }

    private void refused(String message) {
        refused(step("both"), message);
    }

    private void refused(OciChartSignStep step, String message) {
        assertThatThrownBy(() -> build.run(step))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageStartingWith(message)
                .hasMessageEndingWith(". Nothing was signed; check its address in Manage Jenkins » System.")
                .hasMessageNotContaining("\n");
        assertThat(registry.requests())
                .allMatch(request -> List.of("GET", "HEAD").contains(request.split(" ")[0]));
    }
}

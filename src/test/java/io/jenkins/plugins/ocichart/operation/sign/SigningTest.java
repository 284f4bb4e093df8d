package io.jenkins.plugins.ocichart.operation.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.operation.Requests;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.signature.cosign.FoundSignature;
import io.jenkins.plugins.ocichart.signature.cosign.NewSignature;
import io.jenkins.plugins.ocichart.simulator.RecordedRekorTiles;
import io.jenkins.plugins.ocichart.simulator.ShortWaits;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A chart's signatures are found and stored beside it; {@code OciChartSignStepTest} has real registries and cosign. */
@ExtendWith(ShortWaits.class)
class SigningTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String BUNDLE_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";
    private static final NewSignature BUNDLE = new NewSignature("bundle", utf8("{\"a\":\"bundle\"}"), null);
    private static final NewSignature TAG = new NewSignature("tag", utf8("{\"a\":\"payload\"}"), "c2lnbmF0dXJl");

    @Started
    private SimulatedRegistry registry;

    @TempDir
    Path directory;

    private final List<String> lines = new ArrayList<>();
    private Descriptor chart;

    @BeforeEach
    void addChart() throws Exception {
        chart = put("1.0.0", MANIFEST, RecordedRekorTiles.text("manifest.json"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Descriptor put(String reference, String type, String json) {
        registry.manifest("charts/web", reference, type, utf8(json));
        return Descriptor.of(type, utf8(json));
    }

    private String url() {
        return "oci://" + registry.host() + "/charts/web";
    }

    private SignableChart find(String reference) throws Exception {
        return new FindSignatures(reference, Requests.NOBODY).run(directory, lines::add);
    }

    private List<String> add(NewSignature... signatures) throws Exception {
        return new AddSignatures(registry.host(), "charts/web", chart, Set.of(), List.of(signatures), Requests.NOBODY)
                .run(directory, lines::add);
    }

    /** The tag of the chart's digest, with this at its end. */
    private String tag(String suffix) {
        return "sha256-" + chart.digest().hex() + suffix;
    }

    private JsonNode stored(String tagOrDigest) throws IOException {
        byte[] manifest = registry.manifest("charts/web", tagOrDigest);
        return manifest == null ? null : JSON.readTree(manifest);
    }

    private byte[] blob(JsonNode descriptor) {
        return registry.blob(descriptor.path("digest").asText());
    }

    @Test
    void whatATagOrADigestPointsToIsSigned() throws Exception {
        SignableChart tagged = find(url() + ":1.0.0");
        SignableChart named = find(url() + "@" + chart.digest());

        assertThat(tagged)
                .isEqualTo(new SignableChart(
                        registry.host() + "/charts/web:1.0.0", registry.host(), "charts/web", chart, List.of()));
        assertThat(named.ref()).isEqualTo(registry.host() + "/charts/web@" + chart.digest());
        assertThat(named.manifest()).isEqualTo(chart);
        assertThat(lines).isEmpty();
    }

    @Test
    void anIndexIsSignedItself() throws Exception {
        Descriptor index = put(
                "2.0.0",
                INDEX,
                "{\"schemaVersion\":2,\"manifests\":[" + json(chart) + "],\"mediaType\":\"%s\"}".formatted(INDEX));

        assertThat(find(url() + ":2.0.0").manifest()).isEqualTo(index);
    }

    private static String json(Descriptor descriptor) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(descriptor.mediaType(), descriptor.digest(), descriptor.size());
    }

    @Test
    void aVersionHasToBeNamed() {
        assertThatThrownBy(() -> find(url()))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("chart '" + url() + "' doesn't say which version to sign; write"
                        + " oci://HOST[:PORT]/NAMESPACE/NAME:TAG or @sha256:…");
        assertThat(registry.requests()).isEmpty();
    }

    @Test
    void whatIsNoChartIsNotSigned() {
        put("3.0.0", MANIFEST, "{\"schemaVersion\":2,\"layers\":[],\"config\":" + json(chart) + "}");

        assertThatThrownBy(() -> find(url() + ":3.0.0")).hasMessageContaining("is not a Helm chart");
    }

    @Test
    void bothFormsAreStoredAsCosignDoes() throws Exception {
        assertThat(add(BUNDLE, TAG)).isEmpty();

        JsonNode layer = stored(tag(".sig")).at("/layers/0");
        assertThat(layer.path("mediaType").asText()).isEqualTo("application/vnd.dev.cosign.simplesigning.v1+json");
        assertThat(layer.path("annotations")
                        .path("dev.cosignproject.cosign/signature")
                        .asText())
                .isEqualTo("c2lnbmF0dXJl");
        assertThat(blob(layer)).isEqualTo(TAG.content());
        JsonNode entry = stored(tag("")).at("/manifests/0");
        assertThat(entry.path("artifactType").asText()).isEqualTo(BUNDLE_TYPE);
        JsonNode holder = stored(entry.path("digest").asText());
        assertThat(holder.at("/subject/digest").asText()).isEqualTo(chart.digest() + "");
        assertThat(holder.at("/layers/0/mediaType").asText()).isEqualTo(BUNDLE_TYPE);
        assertThat(blob(holder.at("/layers/0"))).isEqualTo(BUNDLE.content());
        assertThat(lines).isEmpty();
    }

    @Test
    void whatIsStoredIsFoundUnchecked() throws Exception {
        add(BUNDLE, TAG);

        assertThat(find(url() + ":1.0.0").signatures())
                .extracting(FoundSignature::form, FoundSignature::signature, FoundSignature::problem)
                .containsExactlyInAnyOrder(tuple("bundle", null, null), tuple("tag", "c2lnbmF0dXJl", null));
    }

    @Test
    void aTagThatMayNotBeMovedLeavesTheBundle() throws Exception {
        registry.always("PUT", ".sig", SimulatedRegistry.refuse(409, "DENIED", "tag is immutable"));

        assertThat(add(BUNDLE, TAG))
                .containsExactly("as a tag: charts/web:" + tag(".sig") + " already exists on " + registry.host()
                        + " and may not be overwritten (409 DENIED: tag is immutable).");
        assertThat(stored(tag("")).path("manifests")).hasSize(1);
    }

    @Test
    void aRefusedBundleLeavesTheTag() throws Exception {
        registry.always("PUT", "/manifests/sha256:", SimulatedRegistry.refuse(403, "DENIED", "no attachments"));

        assertThat(add(BUNDLE, TAG))
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .startsWith("as a bundle: " + registry.host() + " denied the push of charts/web@sha256:")
                        .contains("(403 DENIED: no attachments)"));
        assertThat(stored(tag(".sig")).path("layers")).hasSize(1);
    }

    @Test
    void anotherFailureIsNoAnswer() {
        registry.always("PUT", ".sig", SimulatedRegistry.refuse(401, "UNAUTHORIZED", "who are you"));

        assertThatThrownBy(() -> add(TAG))
                .isInstanceOf(UnauthorizedException.class)
                .hasMessageContaining("who are you");
    }

    @Test
    void whatTheRegistryWantsToBeReadIsShownOnce() throws Exception {
        registry.always(
                "PUT", "/v2/", e -> registry.answer(e, Map.of("Warning", "299 - \"this registry closes in June\"")));

        add(BUNDLE, TAG);

        assertThat(lines).containsExactly("WARNING: " + registry.host() + " says: this registry closes in June");
    }

    @Test
    void signaturesThatWereThereAreNotReplacedIfTheyAreNotFoundAgain() {
        FoundSignature earlier = new FoundSignature("tag", "tag", new byte[0], "ZWFybGllcg==", null, null);
        SignableChart found = new SignableChart("web:1.0.0", registry.host(), "charts/web", chart, List.of(earlier));
        AddSignatures request = new AddSignatures(found, List.of(TAG), Requests.NOBODY);

        assertThatThrownBy(() -> request.run(directory, lines::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("was there a moment ago and is not found now");
        assertThat(registry.manifest("charts/web", tag(".sig"))).isNull();
    }
}

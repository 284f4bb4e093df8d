package io.jenkins.plugins.ocichart.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.fixture.TestKeyStore;
import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.NotFoundException;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import io.jenkins.plugins.ocichart.registry.client.Repository;
import io.jenkins.plugins.ocichart.signature.ChartSignature;
import io.jenkins.plugins.ocichart.signature.UnverifiedException;
import io.jenkins.plugins.ocichart.signature.Verification;
import io.jenkins.plugins.ocichart.signature.cosign.FoundSignature;
import io.jenkins.plugins.ocichart.signature.cosign.NewSignature;
import io.jenkins.plugins.ocichart.signature.cosign.SigstoreBundle;
import io.jenkins.plugins.ocichart.signature.key.SigningKey;
import io.jenkins.plugins.ocichart.simulator.ShortSettling;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where signatures are looked for and put, in a registry that keeps no list of what refers to a manifest. That they are cosign's
 * is tested with cosign.
 */
@ExtendWith(ShortSettling.class)
class CosignSignaturesTest {
    private static final String MANY =
            "of its %d signatures and attestations, 64 were looked at; delete those that nobody needs";

    private static SigningKey key;
    private static String publicKey;

    @TempDir
    private Path dir;

    @Started
    private SimulatedRegistry registry;

    @AutoClose
    private RegistryClient client;

    private Repository repository;
    private StoredContent content;
    private Descriptor config;
    private Descriptor chart;
    private CosignSignatures signatures;

    @BeforeAll
    static void makeAKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        byte[] secret = generator.generateKeyPair().getPrivate().getEncoded();
        key = SigningKey.parse(TestKeyStore.pem("PRIVATE KEY", secret), null);
        publicKey = TestKeyStore.pem("PUBLIC KEY", key.publicKey().key().getEncoded());
    }

    @BeforeEach
    void storeAManifest() throws Exception {
        client = RegistryClient.open(registry.host(), ConnectionSettings.DEFAULT, RegistryCredential.anonymous());
        repository = client.repository("charts/web");
        content = new StoredContent(registry, "charts/web");
        config = content.blob("application/vnd.oci.empty.v1+json", "{}");
        chart = content.manifest("1.0.0", config, List.of(), "");
        signatures = new CosignSignatures(repository, chart.digest());
    }

    private String tag() {
        return "sha256-" + chart.digest().hex() + ".sig";
    }

    /** One layer of cosign's tag, each with these members more. */
    private void tagged(Descriptor... layers) {
        content.manifest(tag(), config, List.of(layers), "");
    }

    private static JsonValue json(String text) throws IOException {
        return JsonValue.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The tag with layers that are written out. */
    private void taggedJson(String... layers) throws IOException {
        String text = "{\"schemaVersion\":2,\"mediaType\":\"" + Manifest.OCI_MANIFEST + "\",\"config\":"
                + StoredContent.json(config) + ",\"layers\":[" + String.join(",", layers) + "]}";
        registry.manifest("charts/web", tag(), Manifest.OCI_MANIFEST, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String annotated(Descriptor layer, String annotations) {
        return StoredContent.json(layer).replaceFirst("}$", ",\"annotations\":{" + annotations + "}}");
    }

    private static String signature(String text) {
        return "\"dev.cosignproject.cosign/signature\":\"" + text + "\"";
    }

    /** Lists manifests under types of artifact, which may be empty. */
    private void listed(Map<Descriptor, String> referrers) {
        String entries = referrers.entrySet().stream()
                .map(entry -> StoredContent.json(entry.getKey())
                        .replaceFirst("}$", ",\"artifactType\":\"" + entry.getValue() + "\"}"))
                .collect(Collectors.joining(","));
        String text =
                "{\"schemaVersion\":2,\"mediaType\":\"" + Manifest.OCI_INDEX + "\",\"manifests\":[" + entries + "]}";
        registry.manifest(
                "charts/web",
                CosignSignatures.tag(chart.digest(), ""),
                Manifest.OCI_INDEX,
                text.getBytes(StandardCharsets.UTF_8));
    }

    private Descriptor holder(Descriptor... layers) {
        return content.manifest(null, config, List.of(layers), StoredContent.subject(chart));
    }

    private Descriptor bundle(String text) {
        return content.blob(SigstoreBundle.MEDIA_TYPE, text);
    }

    private FoundSignature only() throws Exception {
        List<FoundSignature> found = signatures.find();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static String text(FoundSignature found) {
        return new String(found.content(), StandardCharsets.UTF_8);
    }

    @Test
    void whatNobodyHasSignedHasNoSignature() throws Exception {
        assertThat(signatures.find()).isEmpty();
    }

    @Test
    void layersOfTheTagAreReadWithTheirAnnotations() throws Exception {
        Descriptor payload = content.blob(FoundSignature.SIMPLE_SIGNING, "payload");
        taggedJson(
                annotated(payload, signature("one")),
                annotated(payload, signature("two") + ",\"dev.sigstore.cosign/certificate\":\"PEM\""));

        List<FoundSignature> found = signatures.find();

        assertThat(found)
                .extracting(one -> one.form() + "|" + one.place() + "|" + text(one) + "|" + one.signature() + "|"
                        + one.certificate() + "|" + one.problem())
                .containsExactly(
                        "tag|tag " + tag() + ", layer 1|payload|one|null|null",
                        "tag|tag " + tag() + ", layer 2|payload|two|PEM|null");
    }

    @Test
    void layersThatAreNoSignatureSayWhy() throws Exception {
        Descriptor payload = content.blob(FoundSignature.SIMPLE_SIGNING, "payload");
        Descriptor gone = Descriptor.of(FoundSignature.SIMPLE_SIGNING, "gone".getBytes());
        Descriptor large = new Descriptor(FoundSignature.SIMPLE_SIGNING, gone.digest(), (1 << 20) + 1);
        taggedJson(
                annotated(config, signature("one")),
                StoredContent.json(payload),
                annotated(gone, signature("three")),
                annotated(large, signature("four")));

        List<FoundSignature> found = signatures.find();

        assertThat(found).extracting(FoundSignature::form).containsOnly("tag");
        assertThat(found).extracting(FoundSignature::place).last().isEqualTo("tag " + tag() + ", layer 4");
        assertThat(found.get(0).problem()).isEqualTo("it is not of the type " + FoundSignature.SIMPLE_SIGNING);
        assertThat(found.get(1).problem())
                .isEqualTo("it has no signature (annotation dev.cosignproject.cosign/signature)");
        assertThat(found.get(2).problem()).startsWith("it is listed but not there (");
        assertThat(found.get(3).problem()).isEqualTo("it has 1048577 bytes, more than a signature needs");
    }

    @Test
    void aPayloadOfAMegabyteIsRead() throws Exception {
        taggedJson(annotated(content.blob(FoundSignature.SIMPLE_SIGNING, "x".repeat(1 << 20)), signature("one")));

        assertThat(only().content()).hasSize(1 << 20);
    }

    @Test
    void aTagWithoutLayersIsNoSignature() throws Exception {
        content.index(tag(), List.of());

        assertThat(only().place()).isEqualTo("tag " + tag());
        assertThat(only().form()).isEqualTo("tag");
        assertThat(only().problem()).isEqualTo("it is no manifest with signatures");
    }

    @Test
    void aBundleIsTheFirstOneOfItsManifest() throws Exception {
        Descriptor holder = holder(config, bundle("first"), bundle("second"));
        listed(Map.of(holder, SigstoreBundle.MEDIA_TYPE));

        assertThat(only().form()).isEqualTo("bundle");
        assertThat(only().place()).isEqualTo("bundle " + holder.digest());
        assertThat(text(only())).isEqualTo("first");
        assertThat(only().signature()).isNull();
        assertThat(only().problem()).isNull();
    }

    @Test
    void aReferrerOfAnotherTypeIsNotLookedAt() throws Exception {
        Descriptor holder = holder(bundle("bundle"));
        listed(Map.of(holder, "application/spdx+json"));

        assertThat(signatures.find()).isEmpty();
        assertThat(registry.requests())
                .noneMatch(line -> line.endsWith(holder.digest().toString()));
    }

    @Test
    void aReferrerWithoutATypeMayBeABundleOrNot() throws Exception {
        listed(Map.of(holder(bundle("bundle")), ""));
        assertThat(text(only())).isEqualTo("bundle");

        listed(Map.of(holder(config), ""));
        assertThat(signatures.find()).isEmpty();
    }

    @Test
    void aBundleThatIsNoneOrIsGoneSaysSo() throws Exception {
        listed(Map.of(holder(config), SigstoreBundle.MEDIA_TYPE));
        assertThat(only().problem()).isEqualTo("its manifest has no bundle in it");
        assertThat(only().form()).isEqualTo("bundle");

        Descriptor gone = Descriptor.of(Manifest.OCI_MANIFEST, "gone".getBytes());
        listed(Map.of(gone, SigstoreBundle.MEDIA_TYPE));
        assertThat(only().place()).isEqualTo("bundle " + gone.digest());
        assertThat(only().problem()).startsWith("it is listed but not there (");
    }

    /** The tag may list one blob often, and the list of referrers one manifest. */
    @ParameterizedTest
    @CsvSource({
        "64,  0, 64,  0, false",
        "65,  0, 64,  0, true",
        " 0, 65,  0, 64, true",
        "40, 24, 40, 24, false",
        "40, 40, 32, 32, true",
        "70, 20, 44, 20, true",
        "20, 70, 20, 44, true"
    })
    void ofTooManyTheFirstOnesOfBothFormsAreRead(int layers, int bundles, int ofTag, int ofBundles, boolean many)
            throws Exception {
        if (layers > 0) {
            tagged(Collections.nCopies(layers, config).toArray(Descriptor[]::new));
        }
        Descriptor holder = holder(config);
        content.attach(chart.digest(), Collections.nCopies(bundles, holder));
        registry.requests().clear();

        List<FoundSignature> found = signatures.find();

        assertThat(found).filteredOn(one -> one.form().equals("tag")).hasSize(ofTag);
        assertThat(registry.requests())
                .filteredOn(line -> line.endsWith("manifests/" + holder.digest()))
                .hasSize(ofBundles);
        assertThat(found).filteredOn(one -> one.form().isEmpty()).hasSize(many ? 1 : 0);
        if (many) {
            FoundSignature last = found.get(found.size() - 1);
            assertThat(last.place()).isEqualTo("charts/web@" + chart.digest());
            assertThat(last.problem()).isEqualTo(MANY.formatted(layers + bundles));
        }
    }

    private NewSignature tagSignature(Map<String, String> annotations) throws IOException {
        return NewSignature.tag("registry.example.com/charts/web", chart.digest(), annotations, key::sign);
    }

    private NewSignature bundleSignature() throws Exception {
        return NewSignature.bundle(
                chart.digest(), Map.of("env", "prod"), key.publicKey(), key::sign, NewSignature.Witnesses.NONE);
    }

    private Verification verify(Trust trust) throws Exception {
        return trust.verify(
                dir, new UntrustedChart("web:1.0.0", "web.tgz", config.digest(), null, repository, chart.digest()));
    }

    private static Trust trust(Map<String, String> annotations) {
        return new Trust(null, null, publicKey, null, annotations);
    }

    @Test
    void aSignatureIsAddedAsALayerOfTheTagWithTheConfigThatCosignWrites() throws Exception {
        NewSignature added = tagSignature(Map.of());

        signatures.add(chart, added, false);

        Manifest tagged = Manifest.parse(registry.manifest("charts/web", tag()), null);
        Descriptor payload = Descriptor.of(FoundSignature.SIMPLE_SIGNING, added.content());
        assertThat(tagged.layers()).containsExactly(payload);
        assertThat(tagged.mediaType()).isEqualTo(Manifest.OCI_MANIFEST);
        assertThat(registry.blob(payload.digest().toString())).isEqualTo(added.content());
        Descriptor image = tagged.config().orElseThrow();
        assertThat(image.mediaType()).isEqualTo("application/vnd.oci.image.config.v1+json");
        assertThat(registry.blob(image.digest().toString()))
                .asString()
                .isEqualTo("{\"architecture\":\"\",\"created\":\"0001-01-01T00:00:00Z\","
                        + "\"history\":[{\"created\":\"0001-01-01T00:00:00Z\"}],\"os\":\"\","
                        + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"" + payload.digest()
                        + "\"]},\"config\":{}}");
        assertThat(verify(trust(Map.of())).signatures())
                .extracting(ChartSignature::form)
                .containsExactly("tag");
    }

    @Test
    void theSameSignatureIsAddedOnceAndAnotherOneOfTheSamePayloadBesideIt() throws Exception {
        NewSignature first = tagSignature(Map.of());
        signatures.add(chart, first, false);
        byte[] before = registry.manifest("charts/web", tag());

        signatures.add(chart, first, true);
        assertThat(registry.manifest("charts/web", tag())).isEqualTo(before);

        // ECDSA makes another signature each time
        signatures.add(chart, tagSignature(Map.of()), true);
        assertThat(Manifest.parse(registry.manifest("charts/web", tag()), null).layers())
                .hasSize(2);
        assertThat(verify(trust(Map.of())).signatures()).hasSize(2);
    }

    @Test
    void layersThatAreThereAlreadyAreNotAdded() throws Exception {
        JsonValue one = json(annotated(config, "\"number\":\"1\""));
        JsonValue two = json(annotated(config, "\"number\":\"2\""));

        assertThat(signatures.addLayers(".att", List.of(one), false)).isTrue();
        assertThat(signatures.addLayers(".att", List.of(one), true)).isFalse();
        assertThat(signatures.addLayers(".att", List.of(one, two, two), true)).isTrue();

        assertThat(repository
                        .manifest(CosignSignatures.tag(chart.digest(), ".att"))
                        .layers())
                .hasSize(2);
    }

    @Test
    void aBundleIsAddedAsAReferrer() throws Exception {
        NewSignature added = bundleSignature();

        signatures.add(chart, added, false);

        Descriptor holder = repository.referrers(chart.digest()).get(0).manifest();
        JsonValue json = repository.manifest(holder.digest().toString()).json();
        assertThat(json.member("artifactType").asString("")).isEqualTo(SigstoreBundle.MEDIA_TYPE);
        assertThat(json.member("config").toJson()).isEqualTo(StoredContent.json(config));
        assertThat(json.member("subject").toJson()).isEqualTo(StoredContent.json(chart));
        assertThat(json.member("annotations")
                        .member("dev.sigstore.bundle.content")
                        .asString(""))
                .isEqualTo("dsse-envelope");
        assertThat(json.member("annotations")
                        .member("dev.sigstore.bundle.predicateType")
                        .asString(""))
                .isEqualTo("https://sigstore.dev/cosign/sign/v1");
        assertThat(json.member("annotations")
                        .member("org.opencontainers.image.created")
                        .asString(""))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(only().content()).isEqualTo(added.content());
        assertThat(verify(trust(Map.of("env", "prod"))).signatures())
                .extracting(ChartSignature::form)
                .containsExactly("bundle");
    }

    @ParameterizedTest
    @CsvSource({"bundle", "tag"})
    void aBlobThatTheRegistryLosesIsSentAgain(String form) throws Exception {
        registry.fault("PUT", "/blobs/uploads/", 1, e -> e.respond(201, ""));

        signatures.add(chart, form.equals("tag") ? tagSignature(Map.of()) : bundleSignature(), false);

        assertThat(verify(trust(Map.of())).signatures()).hasSize(1);
    }

    @Test
    void theEmptyConfigOfABundleIsSentIfItIsMissing() throws Exception {
        StoredContent other = new StoredContent(registry, "charts/other");
        Descriptor signed = other.manifest("1.0.0", other.blob("text/plain", "x"), List.of(), "");

        new CosignSignatures(client.repository("charts/other"), signed.digest()).add(signed, bundleSignature(), false);

        assertThat(registry.requests())
                .filteredOn(line -> line.startsWith("PUT /v2/charts/other/blobs"))
                .hasSize(2);
    }

    @Test
    void blobsThatAreThereAreNotSent() throws Exception {
        NewSignature added = bundleSignature();
        content.blob(SigstoreBundle.MEDIA_TYPE, added.content());

        signatures.add(chart, added, false);

        assertThat(registry.requests()).noneMatch(line -> line.startsWith("POST"));
    }

    @Test
    void aRegistryThatNeverKnowsTheBlobsFails() {
        registry.always("PUT", "/manifests/", SimulatedRegistry.refuse(404, "MANIFEST_BLOB_UNKNOWN", "blob unknown"));

        assertThatThrownBy(() -> signatures.add(chart, tagSignature(Map.of()), false))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void aMissingAnnotationIsAReasonAndOneValidSignatureIsEnough() throws Exception {
        signatures.add(chart, tagSignature(Map.of()), false);
        assertThatThrownBy(() -> verify(trust(Map.of("env", "prod"))))
                .isInstanceOf(UnverifiedException.class)
                .hasMessage("cannot verify web:1.0.0: tag " + tag()
                        + ", layer 1: its annotation env is missing, but has to be 'prod'");

        signatures.add(chart, tagSignature(Map.of("env", "prod")), true);
        assertThat(verify(trust(Map.of("env", "prod"))).signatures()).hasSize(1);
    }

    @Test
    void aChartThatNobodyHasSignedIsRefused() {
        assertThatThrownBy(() -> verify(trust(Map.of())))
                .isInstanceOf(UnverifiedException.class)
                .hasMessage("cannot verify web:1.0.0: it has no signature: neither a bundle refers to " + chart.digest()
                        + ", nor is there a tag " + tag());
    }

    @Test
    void aChartWithoutAnyUsableSignatureIsRefusedForThoseThatItHas() throws Exception {
        tagged(config);

        assertThatThrownBy(() -> verify(trust(Map.of())))
                .hasMessage("cannot verify web:1.0.0: tag " + tag() + ", layer 1: it is not of the type "
                        + FoundSignature.SIMPLE_SIGNING);
    }

    @Test
    void theKeyMayBeInAFileBelowTheDirectory() throws Exception {
        signatures.add(chart, tagSignature(Map.of()), false);
        Files.writeString(Files.createDirectory(dir.resolve("keys")).resolve("cosign.pub"), publicKey);

        assertThat(verify(new Trust(null, null, null, "keys/cosign.pub", Map.of()))
                        .signatures())
                .extracting(ChartSignature::key)
                .containsExactly(key.publicKey().fingerprint());
        assertThatThrownBy(() -> verify(new Trust(null, null, null, "keys/none", Map.of())))
                .hasMessage("cannot verify web:1.0.0: failed to load public key keys/none: no such file or folder");
    }

    @Test
    void aChartMustHaveBothSignaturesThatAreAskedFor() throws Exception {
        RecordingJudge judge = new RecordingJudge();
        Trust both = new Trust(judge, null, publicKey, null, Map.of());
        assertThatThrownBy(() -> verify(both))
                .message()
                .satisfies(message -> assertThat(message.lines().toList())
                        .hasSize(2)
                        .first()
                        .asString()
                        .contains("it has no provenance file"));

        signatures.add(chart, tagSignature(Map.of()), false);
        assertThatThrownBy(() -> verify(both))
                .message()
                .satisfies(message -> assertThat(message.lines()).hasSize(1));
        UntrustedChart signed =
                new UntrustedChart("web", "web.tgz", config.digest(), "signed".getBytes(), repository, chart.digest());
        List<String> forms = new ArrayList<>();
        both.verify(dir, signed).signatures().forEach(one -> forms.add(one.form()));
        assertThat(forms).containsExactly("provenance", "tag");
    }

    @Test
    void theTagOfADigestHasItsAlgorithm() {
        assertThat(CosignSignatures.tag(Digest.parse("sha512:" + "a".repeat(128)), ".att"))
                .isEqualTo("sha512-" + "a".repeat(128) + ".att");
    }
}

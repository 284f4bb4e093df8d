package io.jenkins.plugins.ocichart.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.peer.CosignProgram;
import io.jenkins.plugins.ocichart.peer.OpenRegistry;
import io.jenkins.plugins.ocichart.peer.OpenSsl;
import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import io.jenkins.plugins.ocichart.registry.client.Repository;
import io.jenkins.plugins.ocichart.signature.UnverifiedException;
import io.jenkins.plugins.ocichart.signature.Verification;
import io.jenkins.plugins.ocichart.signature.cosign.NewSignature;
import io.jenkins.plugins.ocichart.signature.key.SigningKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no signature of a manifest, each with the reason that the user reads. */
class CosignRefusalsTest {
    private static final String IN_TOTO = "application/vnd.in-toto+json";
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final Descriptor CONFIG = Descriptor.of("application/vnd.oci.empty.v1+json", EMPTY);

    @TempDir
    private static Path dir;

    private static OpenRegistry.Running registry;
    private static RegistryClient client;
    private static SigningKey key;
    private static SigningKey otherKey;

    private Repository repository;
    private String reference;
    private Descriptor manifest;
    private CosignSignatures signatures;

    @BeforeAll
    static void start() throws Exception {
        registry = OpenRegistry.DISTRIBUTION_2.start();
        client = RegistryClient.open(registry.host(), ConnectionSettings.DEFAULT, RegistryCredential.anonymous());
        CosignProgram.VERSION_3.generateKeys(dir, "k");
        CosignProgram.VERSION_3.generateKeys(dir, "other");
        key = SigningKey.parse(Files.readString(dir.resolve("k.key")), CosignProgram.PASSPHRASE);
        otherKey = SigningKey.parse(Files.readString(dir.resolve("other.key")), CosignProgram.PASSPHRASE);
    }

    @AfterAll
    static void stop() throws Exception {
        if (registry != null) {
            client.close();
            registry.close();
        }
    }

    @BeforeEach
    void pushManifest(TestInfo test) throws Exception {
        String name = "charts/" + Integer.toHexString((test.getDisplayName() + test.getTestMethod()).hashCode());
        repository = client.repository(name);
        reference = registry.host() + "/" + name;
        repository.upload(CONFIG, Body.of(EMPTY), TransferListener.NONE);
        manifest = put("1.0.0");
        signatures = new CosignSignatures(repository, manifest.digest());
    }

    private Descriptor put(String tag) throws Exception {
        byte[] json = "{\"schemaVersion\":2,\"config\":%s,\"layers\":[],\"annotations\":{\"tag\":\"%s\"}}"
                .formatted(json(CONFIG), tag)
                .getBytes(StandardCharsets.UTF_8);
        repository.putManifest(tag, Manifest.OCI_MANIFEST, json);
        return Descriptor.of(Manifest.OCI_MANIFEST, json);
    }

    private static String json(Descriptor descriptor) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(descriptor.mediaType(), descriptor.digest(), descriptor.size());
    }

    private Verification verify(Map<String, String> annotations) throws Exception {
        return verify("k.pub", annotations);
    }

    private Verification verify(String keyFile, Map<String, String> annotations) throws Exception {
        UntrustedChart chart =
                new UntrustedChart("web:1.0.0", "web.tgz", CONFIG.digest(), null, repository, manifest.digest());
        return new Trust(null, null, null, keyFile, annotations).verify(dir, chart);
    }

    private void assertRefused(String... reasons) {
        assertThatThrownBy(() -> verify(Map.of()))
                .isInstanceOf(UnverifiedException.class)
                .hasMessageContainingAll(reasons)
                .message()
                .satisfies(message -> assertThat(message.lines())
                        .hasSameSizeAs(reasons)
                        .allMatch(line -> line.startsWith("cannot verify web:1.0.0: ")));
    }

    private void tag(byte[] payload, String signature) throws Exception {
        signatures.add(manifest, new NewSignature("tag", payload, signature), false);
    }

    private void bundle(String text) throws Exception {
        signatures.add(manifest, new NewSignature("bundle", text.getBytes(StandardCharsets.UTF_8), null), false);
    }

    /** A bundle as cosign makes it, whose statement and the signature's bytes are changed. */
    private String bundle(UnaryOperator<String> statement, UnaryOperator<byte[]> signed) throws Exception {
        String original = "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"digest\":{\"sha256\":\""
                + manifest.digest().hex()
                + "\"}}],\"predicateType\":\"https://sigstore.dev/cosign/sign/v1\",\"predicate\":{}}";
        byte[] payload = statement.apply(original).getBytes(StandardCharsets.UTF_8);
        byte[] pae = ("DSSEv1 " + IN_TOTO.length() + " " + IN_TOTO + " " + payload.length + " "
                        + new String(payload, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);
        Base64.Encoder base64 = Base64.getEncoder();
        return ("{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\",\"verificationMaterial\":"
                        + "{\"publicKey\":{\"hint\":\"\"}},\"dsseEnvelope\":{\"payload\":\"%s\",\"payloadType\":\"%s\","
                        + "\"signatures\":[{\"sig\":\"%s\"}]}}")
                .formatted(base64.encodeToString(payload), IN_TOTO, base64.encodeToString(key.sign(signed.apply(pae))));
    }

    private String bundle() throws Exception {
        return bundle(UnaryOperator.identity(), UnaryOperator.identity());
    }

    private NewSignature tagSignature(Digest digest, Map<String, String> annotations, SigningKey by) throws Exception {
        return NewSignature.tag(reference, digest, annotations, by::sign);
    }

    @Test
    void theBundleThatTheOthersAreMadeOfHolds() throws Exception {
        bundle(bundle());
        assertThat(verify(Map.of()).signatures()).hasSize(1);
        CosignProgram.VERSION_3.verify(dir, "k", reference + ":1.0.0");
    }

    @Test
    void noSignature() {
        assertRefused("it has no signature: neither a bundle refers to " + manifest.digest() + ", nor is there a tag "
                + "sha256-" + manifest.digest().hex() + ".sig");
    }

    @Test
    void signaturesByAnotherKeyInBothForms() throws Exception {
        CosignProgram.VERSION_2.sign(dir, "other", reference + ":1.0.0");
        CosignProgram.VERSION_3.sign(dir, "other", reference + ":1.0.0");
        assertRefused(
                "bundle sha256:",
                ".sig, layer 1: it is not by the key " + key.publicKey().fingerprint() + ", or was changed");
    }

    @Test
    void theTagSignatureOfAnotherManifest() throws Exception {
        Descriptor other = put("2.0.0");
        CosignProgram.VERSION_2.sign(dir, "k", reference + ":2.0.0");
        Manifest theirs = repository.manifest("sha256-" + other.digest().hex() + ".sig");
        repository.putManifest("sha256-" + manifest.digest().hex() + ".sig", theirs.mediaType(), theirs.bytes());
        assertRefused("it signs " + other.digest() + ", not " + manifest.digest());
    }

    @Test
    void theBundleOfAnotherManifest() throws Exception {
        Descriptor other = put("2.0.0");
        signatures.add(
                manifest,
                NewSignature.bundle(other.digest(), Map.of(), key.publicKey(), key::sign, NewSignature.Witnesses.NONE),
                false);
        assertRefused("it signs " + other.digest() + ", not " + manifest.digest());
    }

    @Test
    void nothingButAnAttestationByTheRightKey() throws Exception {
        CosignProgram.VERSION_3.attest(dir, "k", reference + ":1.0.0");
        CosignProgram.VERSION_3.verify(dir, "k", reference + ":1.0.0"); // cosign itself takes it for a signature
        assertRefused("it is an attestation (https://cosign.sigstore.dev/attestation/v1), which is no signature");
    }

    @Test
    void nothingButAnAttestationInTheOlderForm() throws Exception {
        CosignProgram.VERSION_2.attest(dir, "k", reference + ":1.0.0");
        assertRefused("it has no signature");
    }

    @Test
    void aSignatureAsTagBesideAnAttestationAsBundleHoldsHereAlone() throws Exception {
        CosignProgram.VERSION_2.sign(dir, "k", reference + ":1.0.0");
        CosignProgram.VERSION_3.attest(dir, "other", reference + ":1.0.0");
        assertThat(verify(Map.of()).signatures()).hasSize(1);
        assertThatThrownBy(() -> CosignProgram.VERSION_3.verify(dir, "k", reference + ":1.0.0"))
                .isInstanceOf(java.io.IOException.class);
    }

    @Test
    void aChangedPayload() throws Exception {
        NewSignature real = tagSignature(manifest.digest(), Map.of(), otherKey);
        NewSignature mine = tagSignature(manifest.digest(), Map.of("env", "test"), key);
        tag(real.content(), mine.signature());
        assertRefused("layer 1: it is not by the key " + key.publicKey().fingerprint() + ", or was changed");
    }

    @Test
    void aChangedStatement() throws Exception {
        String real = bundle();
        String payload = JsonValue.parse(real.getBytes(StandardCharsets.UTF_8))
                .member("dsseEnvelope")
                .member("payload")
                .asString("");
        String changed = new String(Base64.getDecoder().decode(payload), StandardCharsets.UTF_8)
                .replace("\"predicate\":{}", "\"predicate\": {}");
        bundle(real.replace(payload, Base64.getEncoder().encodeToString(changed.getBytes(StandardCharsets.UTF_8))));
        assertRefused("it is not by the key");
    }

    @Test
    void aStatementThatIsSignedWithoutItsType() throws Exception {
        bundle(bundle(
                UnaryOperator.identity(),
                pae -> new String(pae, StandardCharsets.UTF_8)
                        .substring(new String(pae, StandardCharsets.UTF_8).indexOf('{'))
                        .getBytes(StandardCharsets.UTF_8)));
        assertRefused("it is not by the key");
    }

    @Test
    void anAnnotationThatIsMissingInOneAndOtherwiseInTheNext() throws Exception {
        CosignProgram.VERSION_2.sign(dir, "k", reference + ":1.0.0");
        CosignProgram.VERSION_3.sign(dir, "k", reference + ":1.0.0", "-a", "env=test");
        assertThatThrownBy(() -> verify(Map.of("env", "prod")))
                .hasMessageContaining("layer 1: its annotation env is missing, but has to be 'prod'")
                .hasMessageContaining("its annotation env is 'test', but has to be 'prod'");
    }

    @Test
    void annotationsThatTwoSignaturesHaveTogether() throws Exception {
        CosignProgram.VERSION_3.sign(dir, "k", reference + ":1.0.0", "-a", "env=prod");
        CosignProgram.VERSION_3.sign(dir, "k", reference + ":1.0.0", "-a", "who=me");
        assertThat(verify(Map.of("env", "prod")).signatures()).hasSize(1);
        assertThatThrownBy(() -> verify(Map.of("env", "prod", "who", "me")))
                .hasMessageContaining("its annotation who is missing")
                .hasMessageContaining("its annotation env is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "'', it is not by the key",
        "AAAA, it is not by the key",
        "'*', its signature is not base64",
    })
    void aTextThatIsNoSignature(String signature, String reason) throws Exception {
        tag(tagSignature(manifest.digest(), Map.of(), key).content(), signature);
        assertRefused(reason);
    }

    @Test
    void aPayloadThatIsNotJson() throws Exception {
        byte[] payload = "sha256".getBytes(StandardCharsets.UTF_8);
        tag(payload, Base64.getEncoder().encodeToString(key.sign(payload)));
        assertRefused("its payload is not JSON");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bundle.v0.3+json | bundle.v9+json | it is no bundle of a known version",
                "\"dsseEnvelope\" | \"messageSignature\" | it has no DSSE envelope",
                "vnd.in-toto+json | vnd.other+json | its payload is 'application/vnd.other+json'",
                "[{\"sig\" | [{},{\"sig\" | it has 2 signatures in its envelope, not one",
                "\"signatures\" | \"none\" | it has 0 signatures in its envelope, not one",
                "{\"mediaType\" | {{ | it is not JSON",
                "\"payload\":\" | \"payload\":\"* | its payload is not base64",
            })
    void aBundleWithAnotherForm(String part, String other, String reason) throws Exception {
        bundle(bundle().replace(part, other));
        assertRefused(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Statement/v1 | Statement/v7 | its payload is no in-toto statement of a known version",
                "cosign/sign/v1 | cosign/sbom/v1 | it is an attestation",
                "\"sha256\" | \"sha512\" | it signs sha512:",
                "\"subject\" | \"object\" | it signs , not sha256:",
                "{\"_type | [\"_type | its payload is not JSON",
            })
    void aSignedStatementOfSomethingElse(String part, String other, String reason) throws Exception {
        bundle(bundle(statement -> statement.replace(part, other), UnaryOperator.identity()));
        assertRefused(reason);
    }

    @Test
    void aBundleThatIsTooLarge() throws Exception {
        bundle(bundle() + " ".repeat(1 << 20));
        assertRefused("bytes, more than a signature needs");
    }

    @Test
    void aTagWithLayersOfAnotherKindOrWithoutASignature() throws Exception {
        Descriptor plain =
                new Descriptor("application/vnd.dev.cosign.simplesigning.v1+json", CONFIG.digest(), CONFIG.size());
        signatures.addLayers(
                ".sig",
                List.of(
                        JsonValue.parse(json(CONFIG).getBytes(StandardCharsets.UTF_8)),
                        JsonValue.parse(json(plain).getBytes(StandardCharsets.UTF_8))),
                false);
        assertRefused("layer 1: it is not of the type", "layer 2: it has no signature (annotation");
    }

    @Test
    void aTagThatIsAnIndex() throws Exception {
        String index = "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[]}".formatted(Manifest.OCI_INDEX);
        repository.putManifest(
                CosignSignatures.tag(manifest.digest(), ".sig"),
                Manifest.OCI_INDEX,
                index.getBytes(StandardCharsets.UTF_8));
        assertRefused("it is no manifest with signatures");
    }

    private void addLayers(int count) throws Exception {
        List<JsonValue> layers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            layers.add(JsonValue.parse(json(CONFIG).getBytes(StandardCharsets.UTF_8))
                    .with("annotations", JsonValue.EMPTY_OBJECT.with("number", "" + i)));
        }
        signatures.addLayers(".sig", layers, false);
    }

    private void assertRefusedForTheirNumber(int number) {
        assertThatThrownBy(() -> verify(Map.of()))
                .hasMessageContaining("cannot verify web:1.0.0: " + repository + "@" + manifest.digest() + ": of its "
                        + number + " signatures and attestations, 64 were looked at; delete those that nobody needs")
                .message()
                .satisfies(message -> assertThat(message.lines()).hasSize(65));
    }

    @Tag("slow")
    @Test
    void aThousandSignatures() throws Exception {
        addLayers(999);
        signatures.add(manifest, tagSignature(manifest.digest(), Map.of(), key), false);
        assertRefusedForTheirNumber(1000);
    }

    /** Whoever may only add signatures can't hide the one that was there before. */
    @Tag("slow")
    @Test
    void aSignatureBeforeAThousandOthersHolds() throws Exception {
        signatures.add(manifest, tagSignature(manifest.digest(), Map.of(), key), false);
        addLayers(999);
        assertThat(verify(Map.of()).signatures()).hasSize(1);
    }

    @Tag("slow")
    @Test
    void aSignatureOfOneFormHoldsBesideAThousandOfTheOther() throws Exception {
        otherBundles(1000);
        assertRefusedForTheirNumber(1000);
        signatures.add(manifest, tagSignature(manifest.digest(), Map.of(), key), false);
        assertThat(verify(Map.of()).signatures())
                .singleElement()
                .satisfies(signature -> assertThat(signature.form()).isEqualTo("tag"));
    }

    @Tag("slow")
    @Test
    void aBundleHoldsBesideAThousandLayersOfTheTag() throws Exception {
        addLayers(1000);
        bundle(bundle());
        assertThat(verify(Map.of()).signatures())
                .singleElement()
                .satisfies(signature -> assertThat(signature.form()).isEqualTo("bundle"));
    }

    /** So many times the bundle of another key. */
    private void otherBundles(int count) throws Exception {
        signatures.add(
                manifest,
                NewSignature.bundle(
                        manifest.digest(), Map.of(), otherKey.publicKey(), otherKey::sign, NewSignature.Witnesses.NONE),
                false);
        String tag = CosignSignatures.tag(manifest.digest(), "");
        JsonValue index = repository.manifest(tag).json();
        JsonValue entry = index.member("manifests").element(0);
        String many = index.with("manifests", JsonValue.array(Collections.nCopies(count, entry)))
                .toJson();
        repository.putManifest(tag, Manifest.OCI_INDEX, many.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aBundleThatIsListedButGone() throws Exception {
        bundle(bundle());
        Digest gone = repository.referrers(manifest.digest()).get(0).manifest().digest();
        URI address = URI.create("http://" + registry.host() + "/v2/" + repository + "/manifests/" + gone);
        HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).DELETE().build(), HttpResponse.BodyHandlers.discarding());
        assertRefused("bundle " + gone + ": it is listed but not there");
    }

    @ParameterizedTest
    @CsvSource({
        "ecparam -name secp384r1 -genkey -noout -out k1, pkey -in k1 -pubout -out k2, an EC curve of 384 bits",
        "genrsa -out k1 1024, pkey -in k1 -pubout -out k2, an RSA key of 1024 bits",
        "genrsa -out k1 2048, pkey -in k1 -out k2, of the type PRIVATE KEY",
        "genpkey -algorithm ED25519 -out k1, pkey -in k1 -pubout -out k2, neither an EC nor an RSA key",
    })
    void aKeyOfAnotherKind(String first, String second, String reason) throws Exception {
        OpenSsl.run(dir, first.split(" "));
        OpenSsl.run(dir, second.split(" "));
        assertThatThrownBy(() -> verify("k2", Map.of())).hasMessageContaining(reason);
    }

    /** An EC key with a certificate of these days, negative ones for one that has expired. */
    private static String certificate(int days) throws Exception {
        OpenSsl.run(dir, "ecparam -name prime256v1 -genkey -noout -out ck".split(" "));
        OpenSsl.run(dir, "req -new -key ck -subj /CN=ann -out csr".split(" "));
        OpenSsl.run(dir, ("x509 -req -in csr -signkey ck -out cert.pem -days " + days).split(" "));
        return Files.readString(dir.resolve("cert.pem"));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 30})
    void aCertificateAsKeyWhetherItHasExpiredOrNot(int days) throws Exception {
        bundle(bundle());
        certificate(days);
        Files.copy(dir.resolve("cert.pem"), dir.resolve("c.pub"), StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> verify("cert.pem", Map.of()))
                .hasMessageContaining("the public key is a PEM text of the type CERTIFICATE, not PUBLIC KEY;"
                        + " certificates, expired or not, say nothing here")
                .message()
                .doesNotContain("\n");
        assertThatThrownBy(() -> CosignProgram.VERSION_3.verify(dir, "c", reference + ":1.0.0"))
                .hasMessageContaining("unknown Public key PEM file type: CERTIFICATE");
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"-1, ' that expired at '", "30, ' that is valid until '"})
    void aSignatureByACertificateInBothForms(int days, String end) throws Exception {
        String pem = certificate(days);
        String der = pem.replaceAll("-----.*-----|\\s", "");
        NewSignature other = NewSignature.bundle(
                manifest.digest(), Map.of(), otherKey.publicKey(), otherKey::sign, NewSignature.Witnesses.NONE);
        JsonValue keyless = JsonValue.parse(other.content())
                .with(
                        "verificationMaterial",
                        JsonValue.EMPTY_OBJECT.with("certificate", JsonValue.EMPTY_OBJECT.with("rawBytes", der)));
        bundle(keyless.toJson());
        NewSignature mine = tagSignature(manifest.digest(), Map.of(), otherKey);
        tag(mine.content(), mine.signature());
        String tag = CosignSignatures.tag(manifest.digest(), ".sig");
        Manifest signed = repository.manifest(tag);
        JsonValue layer = signed.json().member("layers").element(0);
        JsonValue annotated =
                layer.with("annotations", layer.member("annotations").with("dev.sigstore.cosign/certificate", pem));
        byte[] changed = signed.json()
                .with("layers", JsonValue.array(List.of(annotated)))
                .toJson()
                .getBytes(StandardCharsets.UTF_8);
        repository.putManifest(tag, Manifest.OCI_MANIFEST, changed);

        assertRefused("bundle sha256:", ".sig, layer 1: it is by the owner of a certificate of 'CN=ann'" + end);
        assertThatThrownBy(() -> verify(Map.of()))
                .hasMessageContaining("not by the key " + key.publicKey().fingerprint()
                        + "; signatures by a certificate (keyless) are not accepted");
    }

    @Test
    void noKeyOrSeveral() throws Exception {
        Files.writeString(
                dir.resolve("two"), Files.readString(dir.resolve("k.pub")).repeat(2));
        Files.writeString(dir.resolve("none"), "a key");
        assertThatThrownBy(() -> verify("two", Map.of())).hasMessageContaining("is one of 2 in its text");
        assertThatThrownBy(() -> verify("none", Map.of())).hasMessageContaining("is no PEM text");
        assertThatThrownBy(() -> verify("missing", Map.of()))
                .hasMessageContaining("failed to load public key missing: no such file");
    }
}

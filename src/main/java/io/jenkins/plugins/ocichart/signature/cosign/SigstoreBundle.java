package io.jenkins.plugins.ocichart.signature.cosign;

import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.text.ServerText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A sigstore bundle with an in-toto statement in a DSSE envelope: the form that cosign 3 signs in. */
public final class SigstoreBundle {
    /** The media type of bundles that are written. */
    public static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";
    /** What the statement of a plain signature says it is. */
    public static final String PREDICATE = "https://sigstore.dev/cosign/sign/v1";

    private static final String PREFIX = "application/vnd.dev.sigstore.bundle";
    private static final Set<String> READ = Set.of(
            MEDIA_TYPE, PREFIX + "+json;version=0.1", PREFIX + "+json;version=0.2", PREFIX + "+json;version=0.3");
    private static final String IN_TOTO = "application/vnd.in-toto+json";
    private static final String STATEMENT = "https://in-toto.io/Statement/v1";
    private static final Set<String> STATEMENTS = Set.of(STATEMENT, "https://in-toto.io/Statement/v0.1");

    private final byte[] payload;
    private final byte[] signature;
    private final JsonValue statement;
    private final String certificate;

    private SigstoreBundle(byte[] payload, byte[] signature, JsonValue statement, String certificate) {
        this.payload = payload;
        this.signature = signature;
        this.statement = statement;
        this.certificate = certificate;
    }

    /** Whether content of this media type is a bundle, of any version. */
    public static boolean isBundle(String mediaType) {
        return mediaType.startsWith(PREFIX);
    }

    /** The statement that a manifest is signed. */
    static byte[] statement(Digest manifest, Map<String, String> annotations) {
        JsonValue subject = JsonValue.EMPTY_OBJECT.with(
                "digest", JsonValue.EMPTY_OBJECT.with(manifest.algorithm(), manifest.hex()));
        if (!annotations.isEmpty()) {
            subject = subject.with("annotations", Claims.object(annotations));
        }
        return JsonValue.EMPTY_OBJECT
                .with("_type", STATEMENT)
                .with("subject", JsonValue.array(List.of(subject)))
                .with("predicateType", PREDICATE)
                .with("predicate", JsonValue.EMPTY_OBJECT)
                .toBytes();
    }

    /** The bytes that are signed for a statement (DSSE, "PAE"). */
    static byte[] signedBytes(byte[] statement) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("DSSEv1 " + IN_TOTO.length() + " " + IN_TOTO + " " + statement.length + " ")
                .getBytes(StandardCharsets.UTF_8));
        out.writeBytes(statement);
        return out.toByteArray();
    }

    /**
     * The bundle of a signed statement.
     *
     * @param said what others say about the signature: members of the verification material
     */
    static byte[] of(byte[] statement, byte[] signature, PublicKey key, JsonValue said) {
        Map<String, JsonValue> material = new LinkedHashMap<>();
        material.put("publicKey", JsonValue.EMPTY_OBJECT.with("hint", key.hint()));
        material.putAll(said.members());
        Base64.Encoder base64 = Base64.getEncoder();
        JsonValue envelope = JsonValue.EMPTY_OBJECT
                .with("payload", base64.encodeToString(statement))
                .with("payloadType", IN_TOTO)
                .with(
                        "signatures",
                        JsonValue.array(List.of(JsonValue.EMPTY_OBJECT.with("sig", base64.encodeToString(signature)))));
        return JsonValue.EMPTY_OBJECT
                .with("mediaType", MEDIA_TYPE)
                .with("verificationMaterial", JsonValue.object(material))
                .with("dsseEnvelope", envelope)
                .toBytes();
    }

    /**
     * Reads a bundle and checks everything but who has signed it.
     *
     * @throws IOException why it can't be the signature of a manifest
     */
    static SigstoreBundle parse(byte[] document) throws IOException {
        JsonValue json = json(document, "it is not JSON");
        String type = json.member("mediaType").asString("");
        if (!READ.contains(type)) {
            throw new IOException("it is no bundle of a known version, but '" + ServerText.quote(type, 100) + "'");
        }
        JsonValue envelope = json.member("dsseEnvelope");
        if (!envelope.isObject()) {
            throw new IOException("it has no DSSE envelope, which the signature of a manifest needs");
        }
        String payloadType = envelope.member("payloadType").asString("");
        if (!payloadType.equals(IN_TOTO)) {
            throw new IOException("its payload is '" + ServerText.quote(payloadType, 100) + "', not " + IN_TOTO);
        }
        List<JsonValue> signatures = envelope.member("signatures").elements();
        if (signatures.size() != 1) {
            throw new IOException("it has " + signatures.size() + " signatures in its envelope, not one");
        }
        byte[] payload = base64(envelope.member("payload").asString(""), "its payload");
        byte[] signature = base64(signatures.get(0).member("sig").asString(""), "its signature");
        JsonValue statement = json(payload, "its payload is not JSON");
        if (!STATEMENTS.contains(statement.member("_type").asString(""))) {
            throw new IOException("its payload is no in-toto statement of a known version");
        }
        String predicate = statement.member("predicateType").asString("");
        if (!predicate.equals(PREDICATE)) {
            throw new IOException(
                    "it is an attestation (" + ServerText.quote(predicate, 100) + "), which is no signature");
        }
        return new SigstoreBundle(payload, signature, statement, certificate(json));
    }

    private static String certificate(JsonValue bundle) {
        JsonValue material = bundle.member("verificationMaterial");
        String chain = material.member("x509CertificateChain")
                .member("certificates")
                .element(0)
                .member("rawBytes")
                .asString("");
        return material.member("certificate").member("rawBytes").asString(chain);
    }

    /** The certificate (DER in base64) that the signer shows; empty for none. */
    String certificate() {
        return certificate;
    }

    /** Whether this key's owner has signed the statement. */
    boolean isBy(PublicKey key) {
        return key.verifies(signedBytes(payload), signature);
    }

    /** What the statement says, whose signature was checked before; annotations are those of the manifest in question. */
    Claims claims(Digest manifest) {
        List<String> digests = new ArrayList<>();
        Map<String, String> annotations = new TreeMap<>();
        for (JsonValue subject : statement.member("subject").elements()) {
            subject.member("digest").members().forEach((algorithm, hex) -> {
                digests.add(algorithm + ":" + hex.asString(""));
                if (digests.get(digests.size() - 1).equals(manifest.toString())) {
                    annotations.putAll(Claims.strings(subject.member("annotations")));
                }
            });
        }
        return new Claims(digests, annotations);
    }

    static byte[] base64(String text, String what) throws IOException {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IOException(what + " is not base64", e);
        }
    }

    static JsonValue json(byte[] document, String complaint) throws IOException {
        try {
            return JsonValue.parse(document);
        } catch (IOException e) {
            throw new IOException(complaint, e);
        }
    }
}

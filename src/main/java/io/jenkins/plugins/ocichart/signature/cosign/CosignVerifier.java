package io.jenkins.plugins.ocichart.signature.cosign;

import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.signature.ChartSignature;
import io.jenkins.plugins.ocichart.text.ServerText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Decides which of the signatures beside a manifest hold: in either form, by this key, of this manifest, with these annotations.
 * Unlike {@code cosign verify}, it takes no attestation for a signature and doesn't overlook the older form as soon as there is
 * any bundle.
 */
public final class CosignVerifier {
    private final Digest manifest;
    private final PublicKey key;
    private final Map<String, String> annotations;
    private final List<ChartSignature> valid = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();

    /**
     * A verifier that has seen nothing yet.
     *
     * @param annotations what a signature must have
     */
    public CosignVerifier(Digest manifest, PublicKey key, Map<String, String> annotations) {
        this.manifest = manifest;
        this.key = key;
        this.annotations = Map.copyOf(annotations);
    }

    /** Judges all that was found beside the manifest. */
    public CosignVerifier judge(Collection<FoundSignature> found) {
        for (FoundSignature one : found) {
            try {
                valid.add(verified(one));
            } catch (IOException e) {
                reasons.add(one.place() + ": " + e.getMessage());
            }
        }
        return this;
    }

    private ChartSignature verified(FoundSignature found) throws IOException {
        if (found.problem() != null) {
            throw new IOException(found.problem());
        }
        Claims claims = found.form().equals(FoundSignature.BUNDLE) ? ofBundle(found) : ofTag(found);
        if (!claims.digests().contains(manifest.toString())) {
            throw new IOException(
                    "it signs " + ServerText.quote(String.join(", ", claims.digests()), 200) + ", not " + manifest);
        }
        for (Map.Entry<String, String> wanted : annotations.entrySet()) {
            String value = claims.annotations().get(wanted.getKey());
            if (!wanted.getValue().equals(value)) {
                throw new IOException("its annotation " + wanted.getKey()
                        + (value == null ? " is missing" : " is '" + ServerText.quote(value, 100) + "'")
                        + ", but has to be '" + wanted.getValue() + "'");
            }
        }
        return new ChartSignature(found.form(), key.fingerprint(), List.of(), null, null, null, claims.annotations());
    }

    private Claims ofBundle(FoundSignature found) throws IOException {
        SigstoreBundle bundle = SigstoreBundle.parse(found.content());
        requireOwner(bundle.isBy(key), bundle.certificate());
        return bundle.claims(manifest);
    }

    private Claims ofTag(FoundSignature found) throws IOException {
        requireOwner(
                key.verifies(found.content(), SigstoreBundle.base64(found.signature(), "its signature")),
                Objects.requireNonNullElse(found.certificate(), "").replaceAll("-----[A-Z ]*-----", ""));
        return SimpleSigning.claims(found.content());
    }

    private void requireOwner(boolean verifies, String certificate) throws IOException {
        if (!verifies && certificate.isBlank()) {
            throw new IOException("it is not by the key " + key.fingerprint() + ", or was changed");
        }
        if (!verifies) {
            throw new IOException("it is by the owner of " + described(certificate) + ", not by the key "
                    + key.fingerprint() + "; signatures by a certificate (keyless) are not accepted");
        }
    }

    /** What a certificate (DER in base64) claims, which nobody has checked. */
    private static String described(String certificate) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(certificate);
            X509Certificate read = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            Collection<List<?>> others = read.getSubjectAlternativeNames();
            String name = others == null || others.isEmpty()
                    ? read.getSubjectX500Principal().getName()
                    : String.valueOf(others.iterator().next().get(1));
            Instant end = read.getNotAfter().toInstant();
            return "a certificate of '" + ServerText.quote(name, 150) + "' that "
                    + (end.isBefore(Instant.now()) ? "expired at " : "is valid until ") + end;
        } catch (CertificateException | IllegalArgumentException e) {
            return "a certificate that cannot be read";
        }
    }

    /** The signatures that hold, in the order in which they were found. */
    public List<ChartSignature> valid() {
        return List.copyOf(valid);
    }

    /** Why the others don't hold, each in one line that begins with where it is. */
    public List<String> reasons() {
        return List.copyOf(reasons);
    }
}

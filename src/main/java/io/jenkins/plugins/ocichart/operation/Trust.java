package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.signature.ChartSignature;
import io.jenkins.plugins.ocichart.signature.UnverifiedException;
import io.jenkins.plugins.ocichart.signature.Verification;
import io.jenkins.plugins.ocichart.signature.cosign.CosignVerifier;
import io.jenkins.plugins.ocichart.signature.cosign.FoundSignature;
import io.jenkins.plugins.ocichart.signature.cosign.PublicKey;
import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What must hold before a chart is used.
 *
 * @param judge judges the chart's provenance; null if none is asked for
 * @param keyring a file with OpenPGP public keys, below the operation's directory; null if the judge has the keyring
 * @param publicKey cosign's public key (PEM), of which a signature of the manifest's digest must verify; null for none
 * @param publicKeyFile a file with that key, below the operation's directory; null for none
 * @param annotations what one of cosign's valid signatures must have
 */
public record Trust(
        ProvenanceJudge judge, String keyring, String publicKey, String publicKeyFile, Map<String, String> annotations)
        implements Serializable {
    /** Any chart will do. */
    public static final Trust NONE = new Trust(null, null, null, null, Map.of());

    /** A keyring of all developers of a large distribution has 30 MB. */
    private static final int LARGEST_KEYRING = 64 << 20;

    public Trust {
        annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
    }

    /** Whether any chart will do. */
    public boolean isEmpty() {
        return !needsProvenance() && !needsSignature();
    }

    /** Whether a chart must have provenance, so that it has to be fetched for {@link #verify}. */
    public boolean needsProvenance() {
        return judge != null;
    }

    /** Whether a signature by cosign's key must lie beside the manifest. */
    public boolean needsSignature() {
        return publicKey != null || publicKeyFile != null;
    }

    /**
     * Verifies a chart, before anything of it gets its final name.
     *
     * @param directory the directory that relative paths are below
     * @return the signatures that hold; none if {@link #isEmpty}
     * @throws UnverifiedException if the chart must not be used
     */
    public Verification verify(Path directory, UntrustedChart chart) throws UnverifiedException, InterruptedException {
        List<ChartSignature> signatures = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        if (needsProvenance()) {
            try {
                signatures.add(provenance(directory, chart));
            } catch (IOException e) {
                ErrorLine.rethrowInterrupt(e);
                reasons.add(ErrorLine.of(e));
            }
        }
        if (needsSignature()) {
            try {
                signatures.addAll(cosign(directory, chart, reasons));
            } catch (IOException e) {
                ErrorLine.rethrowInterrupt(e);
                reasons.add(ErrorLine.of(e));
            }
        }
        if (!reasons.isEmpty()) {
            throw new UnverifiedException(chart.name(), reasons);
        }
        return new Verification(signatures);
    }

    private ChartSignature provenance(Path directory, UntrustedChart chart) throws IOException, InterruptedException {
        if (chart.provenance() == null) {
            throw new IOException("it has no provenance file, so nobody has signed it with an OpenPGP key");
        }
        if (!chart.archive().algorithm().equals("sha256")) {
            throw new IOException("provenance has SHA-256 digests, but its archive is known by " + chart.archive());
        }
        byte[] keys = keyring == null ? null : read(directory, keyring, "keyring", LARGEST_KEYRING);
        return judge.judge(chart.file(), chart.archive().toString(), chart.provenance(), keys);
    }

    private static byte[] read(Path directory, String file, String what, int largest) throws IOException {
        try {
            return read(directory.resolve(file), largest);
        } catch (IOException | InvalidPathException e) {
            throw new IOException("failed to load " + what + " " + file + ": " + ErrorLine.reason(e), e);
        }
    }

    /** A file's content, of at most so many bytes. */
    public static byte[] read(Path file, int largest) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(largest + 1);
            if (bytes.length > largest) {
                throw new IOException("it is larger than " + (largest >> 20) + " MiB");
            }
            return bytes;
        }
    }

    /** The signatures of {@code chart.manifest()} that the public key made. */
    private List<ChartSignature> cosign(Path directory, UntrustedChart chart, List<String> reasons)
            throws IOException, InterruptedException {
        if (chart.repository() == null) {
            throw new IOException("it is not in an OCI registry, so cosign's signatures cannot lie beside it");
        }
        PublicKey key = PublicKey.parse(publicKey != null ? publicKey : publicKeyText(directory));
        List<FoundSignature> found = new CosignSignatures(chart.repository(), chart.manifest()).find();
        CosignVerifier verifier = new CosignVerifier(chart.manifest(), key, annotations).judge(found);
        if (verifier.valid().isEmpty()) {
            reasons.addAll(verifier.reasons());
            if (found.isEmpty()) {
                reasons.add("it has no signature: neither a bundle refers to " + chart.manifest()
                        + ", nor is there a tag " + CosignSignatures.tag(chart.manifest(), ".sig"));
            }
        }
        return verifier.valid();
    }

    private String publicKeyText(Path directory) throws IOException {
        return new String(read(directory, publicKeyFile, "public key", FoundSignature.LARGEST), StandardCharsets.UTF_8);
    }
}

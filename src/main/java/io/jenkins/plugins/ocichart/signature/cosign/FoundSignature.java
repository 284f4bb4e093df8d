package io.jenkins.plugins.ocichart.signature.cosign;

import java.io.Serializable;

/**
 * What lies beside a manifest and may be a signature of it, as it came from the registry: nothing of it is checked.
 *
 * @param form {@value #BUNDLE} or {@value #TAG}
 * @param place what messages call it, such as {@code bundle sha256:…}
 * @param content the bundle, or the payload of the simple signing format
 * @param signature the signature of that payload in base64; null for a bundle
 * @param certificate the certificate (PEM) that is stored with that signature; null for none, and for a bundle
 * @param problem why it can't be one, in one line; null if it may be
 */
public record FoundSignature(
        String form, String place, byte[] content, String signature, String certificate, String problem)
        implements Serializable {
    /** A sigstore bundle that refers to the manifest: cosign 3. */
    public static final String BUNDLE = "bundle";
    /** A layer of the manifest with the tag {@code sha256-HEX.sig}: cosign 1 and 2. */
    public static final String TAG = "tag";

    /** The media type of such a layer. */
    public static final String SIMPLE_SIGNING = "application/vnd.dev.cosign.simplesigning.v1+json";

    /** The annotation of such a layer that has the signature. */
    public static final String SIGNATURE = "dev.cosignproject.cosign/signature";

    /** The annotation of such a layer that has the signer's certificate, if there is one (keyless signing). */
    public static final String CERTIFICATE = "dev.sigstore.cosign/certificate";

    /** How many signatures of one chart are looked at. */
    public static final int MOST = 64;

    /** The largest bundle or payload that is read, in bytes. */
    public static final int LARGEST = 1 << 20;

    /** Something that can't be one. */
    public static FoundSignature unusable(String form, String place, String problem) {
        return new FoundSignature(form, place, new byte[0], null, null, problem);
    }
}

package io.jenkins.plugins.ocichart.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;

/**
 * What a manifest says about a piece of content (OCI image-spec, "Content Descriptors").
 *
 * @param mediaType what the content is
 * @param digest the content's name
 * @param size the content's length in bytes
 */
public record Descriptor(String mediaType, Digest digest, long size) implements Serializable {
    private static final long serialVersionUID = 1L;

    public Descriptor {
        Objects.requireNonNull(mediaType, "mediaType");
        Objects.requireNonNull(digest, "digest");
        if (size < 0) {
            throw new IllegalArgumentException("the size of " + digest + " is negative: " + size);
        }
    }

    /** A media type without its parameters in lower case, or null for none. */
    public static String mediaTypeOf(String contentType) {
        return contentType == null || contentType.isBlank()
                ? null
                : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** The descriptor of content that is in memory. */
    public static Descriptor of(String mediaType, byte[] content) {
        return new Descriptor(mediaType, Digest.sha256(content), content.length);
    }

    /** The descriptor of a file's content, which is read to its end. */
    public static Descriptor of(String mediaType, Path file) throws IOException {
        MessageDigest computation = Digest.newMessageDigest("sha256");
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), computation)) {
            long size = in.transferTo(OutputStream.nullOutputStream());
            return new Descriptor(mediaType, Digest.ofSha256Hex(HexFormat.of().formatHex(computation.digest())), size);
        }
    }
}

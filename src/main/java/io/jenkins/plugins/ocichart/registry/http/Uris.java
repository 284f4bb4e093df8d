package io.jenkins.plugins.ocichart.registry.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Addresses that servers send: in their raw form, since decoding and encoding again would change signed ones. */
public final class Uris {
    private static final String LEGAL = "-._~:/?#[]@!$&'()*+,;=%";

    private Uris() {}

    /**
     * Resolves a reference against the address it came from (RFC 3986 §5). Characters that URLs can't hold are
     * percent-encoded, what is encoded stays as it is. A fragment is cut off.
     *
     * @throws IllegalArgumentException if it can't be read as an address
     */
    public static URI resolve(URI base, String reference) {
        String text = encodeIllegal(reference.strip());
        int fragment = text.indexOf('#');
        if (fragment >= 0) {
            text = text.substring(0, fragment);
        }
        if (text.startsWith("?")) {
            // java.net.URI drops the last segment of the path here
            String path = base.getRawPath();
            return URI.create(base.getScheme() + "://" + base.getRawAuthority() + path + text);
        }
        URI resolved = base.resolve(URI.create(text));
        if (resolved.getHost() == null) {
            throw new IllegalArgumentException("no host");
        }
        return resolved;
    }

    private static String encodeIllegal(String text) {
        StringBuilder legal = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || LEGAL.indexOf(c) >= 0);
            if (plain) {
                legal.append(c);
            } else {
                legal.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
            }
        }
        return legal.toString();
    }
}

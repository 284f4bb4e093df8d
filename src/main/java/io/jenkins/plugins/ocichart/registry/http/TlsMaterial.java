package io.jenkins.plugins.ocichart.registry.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * TLS settings together with what is in the files that they name, read once.
 *
 * @param settings the settings
 * @param ca the CA file, or null
 * @param cert the client certificate's file, or null where certificate and key aren't both given as files
 * @param key the client key's file, or null
 */
record TlsMaterial(TlsSettings settings, PemFile ca, PemFile cert, PemFile key) {
    /**
     * Reads the files.
     *
     * @throws IOException with one line that names the file which can't be read
     */
    static TlsMaterial read(TlsSettings settings) throws IOException {
        boolean client = settings.certFile() != null && settings.keyFile() != null;
        return new TlsMaterial(
                settings,
                settings.caFile() == null ? null : PemFile.read(Path.of(settings.caFile()), "CA file"),
                client ? PemFile.read(Path.of(settings.certFile()), "client certificate") : null,
                client ? PemFile.read(Path.of(settings.keyFile()), "client key") : null);
    }

    /** A digest that is equal for settings that trust and show the same, wherever their files are. */
    String fingerprint() {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        update(digest, settings.insecureSkipTlsVerify() ? "insecure" : "verified");
        update(digest, settings.clientHost());
        for (PemFile file : new PemFile[] {ca, cert, key}) {
            update(digest, file == null ? null : file.text());
        }
        if (settings.clientKey() != null) {
            update(digest, settings.clientKey().password());
            digest.update(settings.clientKey().pkcs12());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, String part) {
        byte[] bytes = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
        String length = part == null ? "none" : Integer.toString(bytes.length);
        digest.update((length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }

    /** Names files, never what is in them. */
    @Override
    public String toString() {
        return "TlsMaterial[" + settings + "]";
    }
}

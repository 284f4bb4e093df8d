package io.jenkins.plugins.ocichart.credentials;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;

/** Reads a secret file. */
final class SecretFile {
    /** Login files and keys have a few KiB; more is another file. */
    private static final int LIMIT = 1 << 20;

    private SecretFile() {}

    /** The content as UTF-8, {@value #LIMIT} bytes at most. */
    static String text(FileCredentials file) throws IOException {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    /** The content, {@value #LIMIT} bytes at most. */
    static byte[] bytes(FileCredentials file) throws IOException {
        try (InputStream content = file.getContent()) {
            byte[] bytes = content.readNBytes(LIMIT + 1);
            if (bytes.length > LIMIT) {
                throw new IOException(Messages.CredentialConversion_tooLarge(file.getFileName()));
            }
            return bytes;
        }
    }
}

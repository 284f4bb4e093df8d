package io.jenkins.plugins.ocichart.credentials;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsUnavailableException;
import hudson.AbortException;
import hudson.model.Run;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;

/** Reads a secret file. */
public final class SecretFile {
    /** Login files and keys have a few KiB; more is another file. */
    private static final int LIMIT = 1 << 20;

    private SecretFile() {}

    /**
     * The content of a secret file that a build uses, which is recorded.
     *
     * @throws AbortException if there is none with that id that the build may use, or it can't be read
     */
    public static byte[] find(String credentialsId, Run<?, ?> run) throws AbortException {
        FileCredentials file =
                CredentialsProvider.findCredentialById(credentialsId, FileCredentials.class, run, List.of());
        if (file == null) {
            throw new AbortException(Messages.SecretFile_notFound(credentialsId));
        }
        try {
            byte[] content = bytes(file);
            CredentialsProvider.track(run, file);
            return content;
        } catch (IOException | CredentialsUnavailableException e) {
            throw new AbortException(Messages.SecretFile_unreadable(credentialsId, e.getMessage()));
        }
    }

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

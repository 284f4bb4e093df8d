package io.jenkins.plugins.ocichart.registry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Logins in the format of Docker's {@code config.json}, which Helm, ORAS, cosign and Podman read too. Immutable; keys it
 * doesn't know are kept.
 */
public final class DockerConfig {
    private DockerConfig() {}

    /** A file without any login. */
    public static DockerConfig empty() {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads the content of a file.
     *
     * @param origin what to call it in messages: a path, or a credential's id
     * @throws RegistryException if it is not such a file; the message doesn't quote it
     */
    public static DockerConfig parse(String json, String origin) throws RegistryException {
        throw new UnsupportedOperationException();
    }

    /** Reads a file; an empty one has no logins. */
    public static DockerConfig read(Path file) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The login for {@code host[:port]} that is in the file itself. Credential helpers are not run. */
    public Optional<RegistryCredential> find(String host) {
        throw new UnsupportedOperationException();
    }

    /** The same file with this login for {@code host[:port]}, in place of an earlier one. */
    public DockerConfig with(String host, RegistryCredential credential) {
        throw new UnsupportedOperationException();
    }

    /** The same file without a login for {@code host[:port]}. */
    public DockerConfig without(String host) {
        throw new UnsupportedOperationException();
    }

    /** The file's text as Helm writes it: keys sorted, indented by tabs. Holds the secrets. */
    public String toJson() {
        throw new UnsupportedOperationException();
    }
}

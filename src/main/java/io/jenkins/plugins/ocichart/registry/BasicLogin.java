package io.jenkins.plugins.ocichart.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The {@code Authorization: Basic} of a credential (RFC 7617), and what messages call who logs in. */
public final class BasicLogin {
    private BasicLogin() {}

    /** The header's value; empty for a credential without user and password. */
    public static Optional<String> header(RegistryCredential credential) {
        if (credential.user() == null) {
            return Optional.empty();
        }
        return Optional.of(header(credential.user(), credential.secret()));
    }

    /** The header's value for a user; a missing password is an empty one. */
    public static String header(String user, String password) {
        String pair = user + ":" + (password == null ? "" : password);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** Who logs in, for a message. */
    public static String describe(RegistryCredential credential) {
        return switch (credential.kind()) {
            case ANONYMOUS -> "an anonymous user";
            case BASIC, SERVICE_ACCOUNT_KEY -> "user " + credential.user();
            case BEARER -> "the token";
            case IDENTITY_TOKEN -> "the identity token";
            case CLIENT_CERTIFICATE -> "the client certificate";
        };
    }
}

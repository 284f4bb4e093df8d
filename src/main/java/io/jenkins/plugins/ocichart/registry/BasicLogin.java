package io.jenkins.plugins.ocichart.registry;

import java.nio.charset.Charset;
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
        return Optional.of(header(credential.user(), credential.secret(), credential.charset()));
    }

    /** The header's value for a user; a missing password is an empty one. */
    public static String header(String user, String password) {
        return header(user, password == null ? "" : password, StandardCharsets.UTF_8);
    }

    private static String header(String user, String password, Charset charset) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(charset));
    }

    /** Who logs in, for a message. */
    public static String describe(RegistryCredential credential) {
        return switch (credential.kind()) {
            case ANONYMOUS -> "an anonymous user";
            case BASIC, SERVICE_ACCOUNT_KEY -> "user " + shown(credential.user());
            case BEARER -> "the token";
            case IDENTITY_TOKEN -> "the identity token";
            case CLIENT_CERTIFICATE -> "the client certificate";
        };
    }

    /** What to check after a server has refused a login. */
    public static String advice(RegistryCredential credential) {
        String secret = credential.secret() == null ? "" : credential.secret();
        return "Check user name and password or token."
                + (secret.equals(secret.strip()) ? "" : " The password begins or ends with a blank or a line end.");
    }

    private static String shown(String user) {
        return user.chars().anyMatch(c -> c <= ' ') ? "\"" + user.replaceAll("[\\x00-\\x1f]", "?") + "\"" : user;
    }
}

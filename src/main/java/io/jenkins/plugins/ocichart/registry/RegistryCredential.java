package io.jenkins.plugins.ocichart.registry;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * What a client shows to a registry to be let in. The secret appears neither in {@link #toString} nor in any message;
 * code that masks build logs takes it from {@link #secret()}.
 */
public final class RegistryCredential implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final RegistryCredential ANONYMOUS = new RegistryCredential(Kind.ANONYMOUS, null, null, null);

    /** The ways to show who one is. */
    public enum Kind {
        /** No login. */
        ANONYMOUS,
        /** User name and password, shown to the registry or exchanged for a token at its token server. */
        BASIC,
        /**
         * The key file of a Google service account. Google's registries take it as the password of the user
         * {@code _json_key}, others like any password.
         */
        SERVICE_ACCOUNT_KEY,
        /** A ready token that the registry itself accepts; {@code registrytoken} in Docker's file. */
        BEARER,
        /** A refresh token for the token server; {@code identitytoken} in Docker's file. */
        IDENTITY_TOKEN,
        /** A client certificate with its private key, shown in the TLS handshake. */
        CLIENT_CERTIFICATE
    }

    private final Kind kind;
    private final String user;
    private final String secret;
    private final byte[] keyStore;

    private RegistryCredential(Kind kind, String user, String secret, byte[] keyStore) {
        this.kind = kind;
        this.user = user;
        this.secret = secret;
        this.keyStore = keyStore;
    }

    /** No login. */
    public static RegistryCredential anonymous() {
        return ANONYMOUS;
    }

    /**
     * A user name with a password or an access token. The user name {@code <token>} makes the password an identity
     * token, which is the convention of Docker's credential helpers.
     */
    public static RegistryCredential basic(String user, String password) {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        return user.equals("<token>")
                ? identityToken(password)
                : new RegistryCredential(Kind.BASIC, user, password, null);
    }

    /** The key file of a Google service account, as it is. */
    public static RegistryCredential serviceAccountKey(String json) {
        return new RegistryCredential(Kind.SERVICE_ACCOUNT_KEY, "_json_key", json, null);
    }

    /** A ready token for the registry itself; blanks and line ends around it don't count. */
    public static RegistryCredential bearer(String token) {
        return new RegistryCredential(Kind.BEARER, null, token.strip(), null);
    }

    /** A refresh token for the registry's token server; blanks and line ends around it don't count. */
    public static RegistryCredential identityToken(String token) {
        return new RegistryCredential(Kind.IDENTITY_TOKEN, null, token.strip(), null);
    }

    /**
     * A client certificate.
     *
     * @param pkcs12 a PKCS#12 key store with one private key entry
     * @param password the store's and the key's password, possibly empty
     */
    public static RegistryCredential clientCertificate(byte[] pkcs12, String password) {
        return new RegistryCredential(Kind.CLIENT_CERTIFICATE, null, password, pkcs12.clone());
    }

    /** What kind of login this is. */
    public Kind kind() {
        return kind;
    }

    /** The user name that goes with the secret; null for kinds that are not shown as user and password. */
    public String user() {
        return user;
    }

    /** Password or token, or null for {@link Kind#ANONYMOUS}; for masking and for sending, never for showing. */
    public String secret() {
        return secret;
    }

    /** The PKCS#12 store of a {@link Kind#CLIENT_CERTIFICATE}, else null. */
    public byte[] keyStore() {
        return keyStore == null ? null : keyStore.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RegistryCredential that
                && kind == that.kind
                && Objects.equals(user, that.user)
                && Objects.equals(secret, that.secret)
                && Arrays.equals(keyStore, that.keyStore);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, user, secret);
    }

    /** The kind and the user name; the secret is left out. */
    @Override
    public String toString() {
        return switch (kind) {
            case ANONYMOUS -> "RegistryCredential[anonymous]";
            case BASIC -> "RegistryCredential[user=" + user + ", password=<redacted>]";
            default -> "RegistryCredential[" + kind.name().toLowerCase(Locale.ROOT) + "=<redacted>]";
        };
    }
}

package io.jenkins.plugins.ocichart.registry;

import io.jenkins.plugins.ocichart.text.UrlEncoding;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a client logs in to a registry with. The secret appears neither in {@link #toString} nor in any message;
 * code that masks build logs takes it from {@link #secret()}.
 */
public final class RegistryCredential implements Serializable {
    private static final long serialVersionUID = 1L;
    /** Shorter lines of a secret, such as a brace, would mask any text. */
    private static final int SHORTEST_LINE = 20;

    private static final RegistryCredential ANONYMOUS = new RegistryCredential(Kind.ANONYMOUS, null, null, null);

    /** The ways to show who one is. */
    public enum Kind {
        /** No login. */
        ANONYMOUS,
        /** User name and password, shown to the registry or exchanged for a token at its token server. */
        BASIC,
        /**
         * The key file of a Google service account. Google's registries take it as the password of the user
         * {@code _json_key}; it is shown to no other.
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
    private final boolean latin1;

    private RegistryCredential(Kind kind, String user, String secret, byte[] keyStore) {
        this(kind, user, secret, keyStore, false);
    }

    private RegistryCredential(Kind kind, String user, String secret, byte[] keyStore, boolean latin1) {
        this.kind = kind;
        this.user = user;
        this.secret = secret;
        this.keyStore = keyStore;
        this.latin1 = latin1;
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

    /**
     * User name and password from the bytes {@code user:password}. Bytes that aren't UTF-8 are taken as Latin-1 and sent as
     * they are.
     *
     * @param pair has a colon with a user before it
     */
    public static RegistryCredential basic(byte[] pair) {
        String text = new String(pair, StandardCharsets.UTF_8);
        boolean latin1 = !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), pair);
        String[] parts = (latin1 ? new String(pair, StandardCharsets.ISO_8859_1) : text).split(":", 2);
        return latin1 ? new RegistryCredential(Kind.BASIC, parts[0], parts[1], null, true) : basic(parts[0], parts[1]);
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

    public Kind kind() {
        return kind;
    }

    /** The user name that goes with the secret; null for kinds that are not shown as user and password. */
    public String user() {
        return user;
    }

    /** Password or token, or null for {@link Kind#ANONYMOUS}; to mask and to send, never to show. */
    public String secret() {
        return secret;
    }

    /** How user and password become bytes. */
    Charset charset() {
        return latin1 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
    }

    /** The secret and what it looks like when it is sent: encoded for URLs and headers, and the longer of its lines. */
    public Set<String> secretForms() {
        Set<String> forms = new LinkedHashSet<>();
        if (secret != null && !secret.isEmpty()) {
            forms.add(secret);
            // A line end is also \n in a key file, whose lines a registry may repeat in another JSON text.
            Stream.of(secret.split("\\R|\\\\n"))
                    .map(String::strip)
                    .filter(line -> line.length() >= SHORTEST_LINE)
                    .forEach(forms::add);
            forms.add(UrlEncoding.of(secret));
        }
        BasicLogin.header(this).ifPresent(header -> forms.add(header.substring(header.indexOf(' ') + 1)));
        return forms;
    }

    /** A text from elsewhere with asterisks in place of the secret, in whichever of its {@link #secretForms}. */
    public String mask(String text) {
        String masked = text;
        for (String form : secretForms()) {
            masked = masked.replace(form, "****");
        }
        return masked;
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
                && latin1 == that.latin1
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

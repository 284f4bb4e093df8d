package io.jenkins.plugins.ocichart.provider;

import java.util.regex.Pattern;

/**
 * An AWS access key.
 *
 * @param id the key's id, which is no secret
 * @param secret the secret key
 * @param session the session token of a temporary key, or null
 */
record AwsKeys(String id, String secret, String session) {
    private static final Pattern ID = Pattern.compile("A(?:KI|SI)A[A-Z0-9]{12,124}");

    AwsKeys {
        session = session == null || session.isEmpty() ? null : session;
    }

    /** Whether a user name is the id of an access key. */
    static boolean isId(String user) {
        return ID.matcher(user).matches();
    }

    /** Whether this is the id of a temporary key, which is nothing without its session token. */
    static boolean isTemporary(String id) {
        return id.startsWith("ASIA");
    }

    @Override
    public String toString() {
        return "AwsKeys[" + id + ", <redacted>]";
    }
}

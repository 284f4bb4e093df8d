package io.jenkins.plugins.ocichart.signature.rekor;

import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.signature.cosign.PublicKey;
import io.jenkins.plugins.ocichart.text.ServerText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An entry of a log, with what proves that it is there (Rekor's openapi.yaml, {@code LogEntry}). Nothing of it is true before
 * {@link #verify}.
 */
public final class LogEntry {
    /** The year 9999: later instants have no text of the usual form. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private static final Pattern UUID = Pattern.compile("([0-9a-f]{16})?[0-9a-f]{64}");

    private final String uuid;
    private final String encodedBody;
    private final byte[] body;
    private final long time;
    private final String logId;
    private final long index;
    private final byte[] signedTimestamp;
    private final JsonValue proof;

    private LogEntry(String uuid, JsonValue entry) throws IOException {
        this.uuid = uuid;
        this.encodedBody = entry.member("body").asString("");
        this.body = base64(encodedBody, "its body");
        this.time = number(entry, "integratedTime");
        this.logId = entry.member("logID").asString("");
        this.index = number(entry, "logIndex");
        JsonValue verification = entry.member("verification");
        this.signedTimestamp =
                base64(verification.member("signedEntryTimestamp").asString(""), "its signed entry timestamp");
        this.proof = verification.member("inclusionProof");
        if (!logId.matches("[0-9a-f]{64}") || time > LAST_SECOND) {
            throw new IOException("it is no entry of a Rekor log");
        }
    }

    /**
     * Reads the answer to a request for one entry.
     *
     * @param uuid the entry that was asked for: 64 hexadecimal digits of its hash, perhaps behind 16 of its tree
     * @throws IOException if it is something else, in one line
     */
    public static LogEntry parse(String uuid, byte[] answer) throws IOException {
        JsonValue json = JsonValue.parse(answer, "it");
        if (json.members().size() != 1) {
            throw new IOException("the log returned " + json.members().size() + " entries instead of this one");
        }
        String returned = json.members().keySet().iterator().next();
        if (!UUID.matcher(returned).matches() || !hash(returned).equals(hash(uuid))) {
            throw new IOException("the log returned another entry, " + ServerText.quote(returned, 100));
        }
        return new LogEntry(returned, json.member(returned));
    }

    private static String hash(String uuid) {
        return uuid.substring(Math.max(0, uuid.length() - 64));
    }

    /** The name that the log has for the entry. */
    public String uuid() {
        return uuid;
    }

    /** Its number in the log, over all trees of the log. */
    public long index() {
        return index;
    }

    public Instant time() {
        return Instant.ofEpochSecond(time);
    }

    /** What was taken in. */
    byte[] body() {
        return body;
    }

    /**
     * Verifies that the log has taken in this entry: that the entry's name is its hash, that the log's key has signed its time
     * and number (signed entry timestamp), that it is in the tree (inclusion proof, RFC 6962), and that the log's key has
     * signed that tree (checkpoint).
     *
     * @throws IOException what is wrong, in one line
     */
    public void verify(PublicKey log) throws IOException {
        byte[] leaf = InclusionProof.leafHash(body);
        if (!hash(uuid).equals(HexFormat.of().formatHex(leaf))) {
            throw new IOException("its body is not the one that was logged: its hash is "
                    + HexFormat.of().formatHex(leaf));
        }
        if (!Digest.ofSha256Hex(logId).toString().equals(log.fingerprint())) {
            throw new IOException("it is of the log with key sha256:" + logId + ", not of that with " + log);
        }
        if (!log.verifies(signedBytes(), signedTimestamp)) {
            throw new IOException("its signed entry timestamp isn't by the log's key " + log + ": body, time or number"
                    + " were changed");
        }
        byte[] root = hex(proof.member("rootHash"), "its inclusion proof has no root hash");
        long size = number(proof, "treeSize");
        List<byte[]> path = new ArrayList<>();
        for (JsonValue hash : proof.member("hashes").elements()) {
            path.add(hex(hash, "its inclusion proof has a broken hash"));
        }
        InclusionProof.verify(leaf, number(proof, "logIndex"), size, path, root);
        Checkpoint.parse(proof.member("checkpoint").asString("")).verify(log, size, root);
    }

    /** The JSON that the log signs, in its canonical form (RFC 8785): base64 and digits need no escapes. */
    private byte[] signedBytes() {
        return ("{\"body\":\"" + encodedBody + "\",\"integratedTime\":" + time + ",\"logID\":\"" + logId
                        + "\",\"logIndex\":" + index + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static long number(JsonValue object, String name) throws IOException {
        JsonValue value = object.member(name);
        long number = value.isInteger() ? value.asLong(-1) : -1;
        if (number < 0) {
            throw new IOException("it has no " + name + " as an entry of a Rekor log has");
        }
        return number;
    }

    static byte[] base64(String text, String what) throws IOException {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (bytes.length > 0) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(what + " is not base64", e);
        }
        throw new IOException(what + " is missing");
    }

    private static byte[] hex(JsonValue hash, String problem) throws IOException {
        String text = hash.asString("");
        if (!text.matches("[0-9a-f]{64}")) {
            throw new IOException(problem);
        }
        return HexFormat.of().parseHex(text);
    }
}

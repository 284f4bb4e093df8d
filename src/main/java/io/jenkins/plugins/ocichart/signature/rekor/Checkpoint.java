package io.jenkins.plugins.ocichart.signature.rekor;

import io.jenkins.plugins.ocichart.signature.cosign.PublicKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A signed tree head as a log prints it (C2SP, "tlog-checkpoint" and "signed-note"; of Rekor's notes a signature's key is known
 * by the beginning of its fingerprint).
 *
 * @param text what is signed: the log's name, the size and the root of its tree, perhaps more lines
 * @param signatures a line {@code — NAME BASE64} for each
 */
record Checkpoint(String text, List<String> signatures) {
    private static final int HINT = 4;

    /** Splits a note. */
    static Checkpoint parse(String note) throws IOException {
        int end = note.lastIndexOf("\n\n");
        if (end < 0 || note.substring(0, end).split("\n", -1).length < 3) {
            throw new IOException(
                    "its inclusion proof has no checkpoint: the log is too old, or the tree isn't signed");
        }
        return new Checkpoint(
                note.substring(0, end + 1), List.of(note.substring(end + 2).split("\n")));
    }

    /** How many leaves the tree has, as the note says. */
    long size() throws IOException {
        String line = text.split("\n", -1)[1];
        if (!line.matches("\\d{1,18}")) {
            throw new IOException("its checkpoint has no size of a tree");
        }
        return Long.parseLong(line);
    }

    /** The tree's hash, as the note says. */
    byte[] root() throws IOException {
        return LogEntry.base64(text.split("\n", -1)[2], "the root of its checkpoint");
    }

    /**
     * Verifies that the log's key has signed this tree.
     *
     * @throws IOException if it has not, or has signed another tree
     */
    void verify(PublicKey log, long size, byte[] root) throws IOException {
        String[] lines = text.split("\n", -1);
        if (!lines[1].equals(Long.toString(size))
                || !lines[2].equals(Base64.getEncoder().encodeToString(root))) {
            throw new IOException("its checkpoint is of another tree than its inclusion proof");
        }
        byte[] keyId = HexFormat.of().parseHex(log.fingerprint().replaceFirst("^sha256:", ""));
        for (byte[] signature : signatures(keyId)) {
            if (log.verifies(text.getBytes(StandardCharsets.UTF_8), signature)) {
                return;
            }
        }
        throw new IOException("its checkpoint isn't signed by the log's key " + log);
    }

    /**
     * Requires a signature by a key that isn't known itself.
     *
     * @param keyId the key's id, with whose beginning its signatures begin
     */
    void requireSignature(byte[] keyId) throws IOException {
        if (signatures(keyId).isEmpty()) {
            throw new IOException("its checkpoint isn't signed by the log that the entry names");
        }
    }

    /** The signatures by a key, which nobody has verified. */
    private List<byte[]> signatures(byte[] keyId) throws IOException {
        List<byte[]> found = new ArrayList<>();
        for (String line : signatures) {
            String[] parts = line.split(" ");
            if (parts.length == 3 && parts[0].equals("\u2014")) {
                byte[] signature = LogEntry.base64(parts[2], "a signature of its checkpoint");
                if (signature.length > HINT
                        && Arrays.equals(Arrays.copyOf(signature, HINT), Arrays.copyOf(keyId, HINT))) {
                    found.add(Arrays.copyOfRange(signature, HINT, signature.length));
                }
            }
        }
        return found;
    }
}

package io.jenkins.plugins.ocichart.signature.rekor;

import io.jenkins.plugins.ocichart.registry.Digest;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.List;

/** Proves that a leaf is in a Merkle tree (RFC 6962, section 2.1.1; verified as RFC 9162, section 2.1.3.2, says). */
final class InclusionProof {
    private InclusionProof() {}

    static byte[] leafHash(byte[] content) {
        return hash(0, content);
    }

    /**
     * Verifies a proof.
     *
     * @param leaf the leaf's hash
     * @param index the leaf's number in the tree, from 0
     * @param size how many leaves the tree has
     * @param path the hashes of the subtrees beside the way to the root
     * @param root the tree's hash
     * @throws IOException if the proof doesn't hold
     */
    static void verify(byte[] leaf, long index, long size, List<byte[]> path, byte[] root) throws IOException {
        boolean complete = index < size;
        long node = index;
        long last = size - 1;
        byte[] hash = leaf;
        for (byte[] sibling : path) {
            complete &= last > 0;
            if ((node & 1) == 1 || node == last) {
                hash = hash(1, sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = hash(1, hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        if (!complete || last != 0 || !MessageDigest.isEqual(hash, root)) {
            throw new IOException("its inclusion proof doesn't hold: the entry is not number " + index + " of " + size
                    + " in the tree");
        }
    }

    private static byte[] hash(int prefix, byte[]... parts) {
        MessageDigest sha256 = Digest.newMessageDigest("sha256");
        sha256.update((byte) prefix);
        for (byte[] part : parts) {
            sha256.update(part);
        }
        return sha256.digest();
    }
}

package dev.valet.audit;

import dev.valet.Hash;
import java.util.ArrayList;
import java.util.List;

/**
 * The Merkle tree of RFC 6962, section 2.1, over leaves in the order they were added. It keeps its peaks only: the roots of
 * its complete subtrees, widest first, one for each bit of its size. They are all that is needed to go on.
 *
 * @param peaks SHA-256 in hex
 */
public record MerkleTree(long size, List<String> peaks) {
    public static final MerkleTree EMPTY = new MerkleTree(0, List.of());

    private static final String NO_LEAVES = Hash.sha256("");

    public MerkleTree {
        if (size < 0 || Long.bitCount(size) != peaks.size()) {
            throw new IllegalArgumentException("a tree has one peak for each bit of its size");
        }
        peaks = List.copyOf(peaks);
    }

    /** @param leaves hashes of leaves, as {@link AuditRecord#hash()} makes them */
    public MerkleTree with(List<String> leaves) {
        var all = new ArrayList<>(peaks);
        long grown = size;
        for (var leaf : leaves) {
            var peak = leaf;
            for (long bits = grown;
                    (bits & 1) == 1;
                    bits >>= 1) { // as many subtrees of one width as a carry has digits
                peak = Hash.node(all.removeLast(), peak);
            }
            all.add(peak);
            grown++;
        }
        return new MerkleTree(grown, all);
    }

    public String root() {
        return peaks.reversed().stream()
                .reduce((right, left) -> Hash.node(left, right))
                .orElse(NO_LEAVES);
    }
}

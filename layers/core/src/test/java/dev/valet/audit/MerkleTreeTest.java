package dev.valet.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Hash;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {
    private static List<String> leaves(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> Hash.sha256((byte) 0, "leaf " + i))
                .toList();
    }

    /** RFC 6962, section 2.1, word by word. */
    private static String hash(List<String> leaves) {
        if (leaves.isEmpty()) {
            return Hash.sha256("");
        }
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int k = Integer.highestOneBit(leaves.size() - 1);
        return Hash.node(hash(leaves.subList(0, k)), hash(leaves.subList(k, leaves.size())));
    }

    @Test
    void itsRootIsTheOneOfTheStandardAtEverySize() {
        var tree = MerkleTree.EMPTY;
        for (int size = 0; size <= 300; size++) {
            assertThat(tree.root()).as("%d leaves", size).isEqualTo(hash(leaves(0, size)));
            tree = tree.with(leaves(size, size + 1));
        }
    }

    @Test
    void itGrowsByManyAsByOneAndOne() {
        for (int split = 0; split <= 70; split++) {
            assertThat(MerkleTree.EMPTY.with(leaves(0, split)).with(leaves(split, 70)))
                    .isEqualTo(MerkleTree.EMPTY.with(leaves(0, 70)));
        }
    }

    @Test
    void anotherLeafAnotherOrderOrAnotherNumberIsAnotherRoot() {
        var tree = MerkleTree.EMPTY.with(leaves(0, 7));
        assertThat(MerkleTree.EMPTY.with(leaves(0, 6)).root()).isNotEqualTo(tree.root());
        assertThat(MerkleTree.EMPTY.with(leaves(0, 7).reversed()).root()).isNotEqualTo(tree.root());
        assertThat(MerkleTree.EMPTY.with(leaves(1, 8)).root()).isNotEqualTo(tree.root());
    }

    @Test // otherwise a node could pass for a record (a second pre-image)
    void aNodeIsNoLeaf() {
        var two = leaves(0, 2);
        assertThat(Hash.node(two.get(0), two.get(1)))
                .isEqualTo(MerkleTree.EMPTY.with(two).root())
                .isNotEqualTo(Hash.sha256((byte) 0, two.get(0) + two.get(1)));
    }

    @Test // of the published test vectors of RFC 6962's authors: the empty tree, and one empty leaf
    void itKnowsTheStandardsValues() {
        assertThat(MerkleTree.EMPTY.root())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(MerkleTree.EMPTY.with(List.of(Hash.sha256((byte) 0, ""))).root())
                .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    }

    @Test
    void peaksThatAreNotOfTheSizeAreNoTree() {
        assertThatThrownBy(() -> new MerkleTree(3, leaves(0, 1))).isInstanceOf(IllegalArgumentException.class);
    }
}

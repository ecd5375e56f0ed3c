package dev.valet.registry;

import java.util.List;
import java.util.Optional;

/**
 * The configured documents, one row each, for the one use case that changes them. Versions are never used twice, also not
 * after a document was removed and came back; what was revoked or suspended stays so, because {@link #put} never writes
 * liveness.
 */
public interface Configuration {
    /**
     * The configuration as a whole.
     *
     * @param edition moves by one with every write of any document; documents that are not of it make writes over it fail
     * @param documents every live one, ordered by kind and id
     */
    record Snapshot(long edition, List<Stored> documents) {
        public static final Snapshot EMPTY = new Snapshot(0, List.of());

        public Snapshot {
            documents = List.copyOf(documents);
        }
    }

    /** Strongly consistent, the edition before the documents. */
    Snapshot read();

    /** One that was removed is absent. */
    Optional<Stored> find(Document.Kind kind, String id);

    /**
     * Writes one document, atomically.
     *
     * @param expected the version it replaces; 0 for one that is absent or was removed
     * @param edition of the whole in which it was found to fit
     * @return false when the document or the whole is no longer as expected, or an identity or a grant's name is taken
     */
    boolean put(Document document, long expected, long edition);

    /** Tombstones it. @return false when the document or the whole is no longer as expected */
    boolean remove(Document document, long expected, long edition);

    /** @param live false once revoked, suspended or removed */
    record Stored(Document document, long version, boolean live) {}
}

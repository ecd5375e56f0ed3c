package dev.valet.registry;

import java.util.List;
import java.util.Optional;

/**
 * The configured documents, one row each, for the one use case that changes them. Versions are never used twice, also not
 * after a document was removed and came back; what was revoked or suspended stays so, because {@link #put} never writes
 * liveness.
 */
public interface Configuration {
    /** Every live document, strongly consistent, ordered by kind and id. */
    List<Stored> all();

    /** One that was removed is absent. */
    Optional<Stored> find(Document.Kind kind, String id);

    /**
     * Writes one document, atomically.
     *
     * @param expected the version it replaces; 0 for one that is absent or was removed
     * @return false when the document is no longer at {@code expected}, or an identity or a grant's name is taken
     */
    boolean put(Document document, long expected);

    /** Tombstones it. @return false when the document is no longer at {@code expected} */
    boolean remove(Document document, long expected);

    /** @param live false once revoked, suspended or removed */
    record Stored(Document document, long version, boolean live) {}
}

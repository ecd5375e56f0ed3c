package dev.valet.registry;

import java.util.List;
import java.util.Locale;

/**
 * One document to write or to tombstone.
 *
 * @param document as it will be; for a removal as it is
 * @param expected the version it replaces; 0 for a new one
 * @param diff never empty
 */
public record Change(Op op, Document document, long expected, List<Difference> diff) {
    /** What becomes of a document. */
    public enum Op {
        CREATE,
        CHANGE,
        REMOVE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Change {
        diff = List.copyOf(diff);
    }

    static Change create(Document document) {
        return new Change(Op.CREATE, document, 0, Difference.adding(document.json()));
    }

    static Change remove(Configuration.Stored stored) {
        var document = stored.document();
        return new Change(Op.REMOVE, document, stored.version(), Difference.removing(document.json()));
    }

    boolean isOf(Document.Kind kind) {
        return document.kind() == kind;
    }
}

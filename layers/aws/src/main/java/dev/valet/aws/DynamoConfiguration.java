package dev.valet.aws;

import dev.valet.Malformed;
import dev.valet.Unavailable;
import dev.valet.registry.Configuration;
import dev.valet.registry.Document;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The configuration in the state table. A document is its row, a row that lists it and keeps its name unique, for an agent
 * one row for each identity, for a grant of an action one that leads to it, for guardrails and issuers the revision in the control row, and the edition of the whole: all in
 * one transaction, each on condition that it is as it was read. Rows of documents are tombstoned, never deleted, so no version
 * comes back.
 */
public final class DynamoConfiguration implements Configuration {
    private final StateTable table;

    public DynamoConfiguration(StateTable table) {
        this.table = table;
    }

    @Override
    public Snapshot read() {
        long edition = table.get(StateKey.configuration())
                .map(DynamoConfiguration::edition)
                .orElse(0L);
        return new Snapshot(
                edition,
                Arrays.stream(Document.Kind.values()).flatMap(this::all).toList());
    }

    private static long edition(Row row) {
        try {
            return row.number(Change.EDITION);
        } catch (Malformed unreadable) {
            throw new Unavailable("configuration-unreadable");
        }
    }

    private Stream<Stored> all(Document.Kind kind) {
        var keys = table.query(StateKey.Range.listing(kind)).stream()
                .map(listing -> DocumentRow.key(kind, listing))
                .toList();
        return table.getAll(keys).stream()
                .map(row -> DocumentRow.read(kind, row))
                .filter(row -> !row.removed())
                .map(DocumentRow::stored)
                .sorted(Comparator.comparing(stored -> stored.document().id()));
    }

    @Override
    public Optional<Stored> find(Document.Kind kind, String id) {
        return row(kind, id).map(DocumentRow::stored);
    }

    private Optional<DocumentRow> row(Document.Kind kind, String id) {
        return table.get(StateKey.listing(kind, id))
                .map(listing -> DocumentRow.key(kind, listing))
                .flatMap(key -> row(kind, key))
                .filter(row -> !row.removed());
    }

    private Optional<DocumentRow> row(Document.Kind kind, StateKey key) {
        return table.get(key).map(row -> DocumentRow.read(kind, row));
    }

    @Override
    public boolean put(Document document, long expected, long edition) {
        var current = row(document.kind(), document.id());
        if (current.map(DocumentRow::version).orElse(0L) != expected) {
            return false;
        }
        var key = DocumentRow.key(document);
        boolean stays =
                current.isPresent() && DocumentRow.key(current.get().document()).equals(key);
        var there = stays ? current : row(document.kind(), key);
        if (!stays && there.isPresent() && !there.get().removed()) {
            return false; // the place, such as an issuer's URL, is another document's
        }
        return change(current, there, document).edition(edition).run();
    }

    private Change change(Optional<DocumentRow> current, Optional<DocumentRow> there, Document document) {
        long version = 1 + Math.max(version(current), version(there));
        // Liveness is never apply's to give: what was suspended or revoked comes back, or moves, as it was.
        boolean live = current.map(DocumentRow::live).orElse(true)
                && there.map(DocumentRow::live).orElse(true);
        var change = new Change(table).write(document, there, version, live).list(document, current.isPresent());
        current.map(DocumentRow::document)
                .filter(moved -> !DocumentRow.key(moved).equals(DocumentRow.key(document)))
                .ifPresent(_ -> change.tombstone(current.get()));
        return accompany(change, current.map(DocumentRow::document), Optional.of(document));
    }

    private static long version(Optional<DocumentRow> row) {
        return row.map(DocumentRow::version).orElse(0L);
    }

    @Override
    public boolean remove(Document document, long expected, long edition) {
        var current = row(document.kind(), document.id());
        if (current.isEmpty() || current.get().version() != expected) {
            return false;
        }
        var change = new Change(table).tombstone(current.get()).unlist(document);
        return accompany(change, Optional.of(current.get().document()), Optional.empty())
                .edition(edition)
                .run();
    }

    /** What must change together with a document, by its kind. */
    private static Change accompany(Change change, Optional<Document> before, Optional<Document> after) {
        return switch (after.or(() -> before).map(Document::kind).orElseThrow()) {
            case AGENT -> change.identities(before, after);
            case ACTION -> change;
            case GRANT -> change.leasing(after).performing(before, after);
            case ISSUER -> change.revision(0).forgetKeys(before, after);
            case GUARDRAIL -> change.revision(1);
        };
    }
}

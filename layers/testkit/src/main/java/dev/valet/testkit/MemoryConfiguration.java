package dev.valet.testkit;

import dev.valet.grant.Grant;
import dev.valet.identity.Agent;
import dev.valet.registry.Configuration;
import dev.valet.registry.Document;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The configuration in memory, with the versions, tombstones and refusals that the port promises. */
public final class MemoryConfiguration implements Configuration {
    private record Key(Document.Kind kind, String id) {
        static Key of(Document document) {
            return new Key(document.kind(), document.id());
        }
    }

    private record Row(Stored stored, boolean removed) {}

    private final Map<Key, Row> rows = new HashMap<>();
    private long edition;

    @Override
    public synchronized Snapshot read() {
        return new Snapshot(edition, all());
    }

    private List<Stored> all() {
        return rows.values().stream()
                .filter(row -> !row.removed)
                .map(Row::stored)
                .sorted(Comparator.comparing(
                                (Stored stored) -> stored.document().kind())
                        .thenComparing(stored -> stored.document().id()))
                .toList();
    }

    @Override
    public synchronized Optional<Stored> find(Document.Kind kind, String id) {
        return Optional.ofNullable(rows.get(new Key(kind, id)))
                .filter(row -> !row.removed)
                .map(Row::stored);
    }

    @Override
    public synchronized boolean put(Document document, long expected, long seen) {
        var old = rows.get(Key.of(document));
        if (seen != edition || version(old) != expected || isTaken(document)) {
            return false;
        }
        long version = old == null ? 1 : old.stored.version() + 1;
        boolean live = old == null || old.removed || old.stored.live();
        rows.put(Key.of(document), new Row(new Stored(document, version, live), false));
        edition++;
        return true;
    }

    @Override
    public synchronized boolean remove(Document document, long expected, long seen) {
        var old = rows.get(Key.of(document));
        if (seen != edition || old == null || old.removed || old.stored.version() != expected) {
            return false;
        }
        rows.put(Key.of(document), new Row(new Stored(old.stored.document(), expected + 1, false), true));
        edition++;
        return true;
    }

    private static long version(@Nullable Row row) {
        return row == null || row.removed ? 0 : row.stored.version();
    }

    /** An agent has one grant of an action. */
    private static boolean performsTheSame(Grant holder, Grant grant) {
        return !holder.id().equals(grant.id())
                && holder.agent().equals(grant.agent())
                && grant.terms().performs().isPresent()
                && holder.terms().performs().equals(grant.terms().performs());
    }

    private boolean isTaken(Document document) {
        return switch (document) {
            case Document.OfAgent(Agent agent) ->
                all().stream()
                        .map(Stored::document)
                        .filter(other -> !other.id().equals(agent.id().text()))
                        .anyMatch(other -> other instanceof Document.OfAgent(Agent holder)
                                && holder.identities().stream().anyMatch(agent.identities()::contains));
            case Document.OfGrant(var grant) ->
                find(Document.Kind.GRANT, grant.id().text())
                                .filter(other -> other.document() instanceof Document.OfGrant(var holder)
                                        && !holder.agent().equals(grant.agent()))
                                .isPresent()
                        || all().stream()
                                .anyMatch(other -> other.document() instanceof Document.OfGrant(var holder)
                                        && performsTheSame(holder, grant));
            case Document.OfIssuer _, Document.OfAction _, Document.OfGuardrail _ -> false;
        };
    }
}

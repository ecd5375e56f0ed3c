package dev.valet.archive;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.audit.ArchiveLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A batch of the audit table's stream, as Lambda sends it: what was added, and what should never happen. Members that AWS
 * may add are left alone.
 *
 * @param lines records that were added, in the order of the stream
 * @param changes everything else: nobody who writes the audit can change or remove a row (INV-22)
 */
record StreamEvent(List<ArchiveLine> lines, List<Change> changes) {
    private static final String FORM = "is a batch of the audit table's stream";

    /**
     * A row that was changed or removed, or that no audit writer made.
     *
     * @param event {@code INSERT}, {@code MODIFY} or {@code REMOVE}
     */
    record Change(String event, String partition, String sort) {}

    /** What the ARN of a table's stream begins with, after region and partition. */
    static String of(String account, String table) {
        return ":" + account + ":table/" + table + "/stream/";
    }

    /**
     * Finds wiring mistakes, as the other functions do; a forger could copy the ARN (T-01).
     *
     * @throws Malformed unless it is a batch of that stream
     */
    static StreamEvent read(Json json, String stream) {
        var lines = new ArrayList<ArchiveLine>();
        var changes = new ArrayList<Change>();
        Malformed.unless(json.at("Records") instanceof Json.Arr, FORM);
        for (var record : ((Json.Arr) json.at("Records")).items()) {
            Malformed.unless(record.textAt("eventSourceARN").contains(stream), FORM);
            added(record).ifPresentOrElse(lines::add, () -> changes.add(change(record)));
        }
        return new StreamEvent(List.copyOf(lines), List.copyOf(changes));
    }

    private static Optional<ArchiveLine> added(Json record) {
        if (!record.textAt("eventName").equals("INSERT")) {
            return Optional.empty();
        }
        try {
            return Optional.of(ArchiveLine.of(
                    record.textAt("dynamodb", "NewImage", "hash", "S"),
                    record.textAt("dynamodb", "NewImage", "record", "S")));
        } catch (Malformed notOurs) {
            return Optional.empty();
        }
    }

    private static Change change(Json record) {
        return new Change(
                record.textAt("eventName"),
                record.textAt("dynamodb", "Keys", "pk", "S"),
                record.textAt("dynamodb", "Keys", "sk", "S"));
    }
}

package dev.valet.announce;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.audit.Announcement;
import dev.valet.audit.ArchiveLine;
import dev.valet.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A batch of the audit table's stream, as Lambda sends it: what of it is to be told. Members that AWS may add are left alone,
 * and so is a row that was changed or removed, of which the archiver tells (INV-22).
 *
 * @param rows in the order of the stream
 * @param unreadable how many were added that no audit writer made
 */
record StreamEvent(List<Row> rows, int unreadable) {
    private static final String FORM = "is a batch of the audit table's stream";

    /** @param number its sequence number, by which Lambda is told where to go on */
    record Row(String number, Announcement announcement) {}

    /** What the ARN of a table's stream has in it, after region and partition. */
    static String of(String account, String table) {
        return ":" + account + ":table/" + table + "/stream/";
    }

    /**
     * Finds wiring mistakes, as the other functions do; a forger could copy the ARN (T-01).
     *
     * @throws Malformed unless it is a batch of that stream
     */
    static StreamEvent read(Json json, String stream) {
        var rows = new ArrayList<Row>();
        int unreadable = 0;
        Malformed.unless(json.at("Records") instanceof Json.Arr, FORM);
        for (var record : ((Json.Arr) json.at("Records")).items()) {
            Malformed.unless(record.textAt("eventSourceARN").contains(stream), FORM);
            if (!record.textAt("eventName").equals("INSERT")) {
                continue;
            }
            try {
                var number = record.textAt("dynamodb", "SequenceNumber");
                announcement(record).ifPresent(told -> rows.add(new Row(number, told)));
            } catch (Malformed notOurs) {
                unreadable++;
            }
        }
        return new StreamEvent(List.copyOf(rows), unreadable);
    }

    /** Of what was hashed and of nothing else: the attributes beside it are for finding it. */
    private static Optional<Announcement> announcement(Json record) {
        var line = ArchiveLine.of(
                record.textAt("dynamodb", "NewImage", "hash", "S"),
                record.textAt("dynamodb", "NewImage", "record", "S"));
        Malformed.unless(line.isSound(), FORM);
        return Announcement.of(line.hash(), StrictJson.read(line.record()).at("entry"));
    }
}

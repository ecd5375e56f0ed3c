package dev.valet.reconciliation;

import dev.valet.Json;
import dev.valet.Malformed;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * A lease as its INTENT tells of it.
 *
 * @param endedBySts whether its credential is a session of STS, so that there must have been a call
 */
record Leased(String id, String agent, String grant, String environment, Instant at, boolean endedBySts) {
    /** @throws Malformed unless the entry has a time */
    static Leased read(Json entry) {
        var endedBy = entry.textAt("facts", "endedBy");
        try {
            return new Leased(
                    entry.textAt("lease"),
                    entry.textAt("agent"),
                    entry.textAt("grant"),
                    entry.textAt("facts", "environment"),
                    Instant.parse(entry.textAt("at")),
                    endedBy.equals("sts"));
        } catch (DateTimeException noTime) {
            throw new Malformed("is an audit entry with its time");
        }
    }
}

package dev.valet.performance;

import dev.valet.Json;
import dev.valet.PlainText;
import dev.valet.action.Action;
import dev.valet.performance.Performance.State.Settled;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** What is kept of something done: the declared result, if it is not too much to keep, and what it really spent. */
final class Settling {
    /** In UTF-8, so that a row stays far from what a table takes; a repeat can tell no more than is kept. */
    static final int MOST_RESULT = 64 * 1024;

    static final String TOO_MUCH = "result-too-large";

    private static final int MOST_REFERENCE = 250;

    private Settling() {}

    static Settled done(Performance sent, Action action, Json.Obj result, String reference, Instant at) {
        long spent = sent.charge()
                .map(charge -> Spending.actual(action.spends(), charge, result))
                .orElse(0L);
        boolean fits = result.canonical().getBytes(StandardCharsets.UTF_8).length <= MOST_RESULT;
        return new Settled(
                at, fits ? Optional.of(result) : Optional.empty(), kept(reference), spent, fits ? "" : TOO_MUCH);
    }

    /** What is reserved is spent: nothing in the answer may be read. */
    static Settled withheld(Performance sent, String cause, Instant at) {
        long spent = sent.charge().map(charge -> charge.amount().units()).orElse(0L);
        return new Settled(at, Optional.empty(), "", spent, cause);
    }

    /** A name that nobody could read is none; what was done is done all the same. */
    private static String kept(String reference) {
        return reference.length() <= MOST_REFERENCE && PlainText.is(reference) ? reference : "";
    }
}

package dev.valet.registry;

import dev.valet.approval.ApprovalId;

/** On what a change of the configuration stands. */
public sealed interface Authority {
    /** One operator's word is enough for it. */
    record Alone() implements Authority {}

    /** A second person approved it. */
    record SecondPerson(ApprovalId approval) implements Authority {}

    /**
     * There was no time for a second person. It is recorded with every change and announced.
     *
     * @param reason why, in the operator's words
     */
    record BreakGlass(String reason) implements Authority {}
}

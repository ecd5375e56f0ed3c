package dev.valet.approval;

import dev.valet.identity.AgentId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Approvals on record. Every read is strongly consistent; whatever cannot be read or written throws {@link
 * dev.valet.Unavailable}. Using one up is part of opening what it was given for, and not of this port.
 */
public interface Approvals {
    void add(Approval asked);

    /** An agent's own only, because the agent is in the key (INV-4). */
    Optional<Approval> find(AgentId agent, ApprovalId id);

    /** For those who decide. */
    Optional<Approval> find(ApprovalId id);

    /** Those of the agent that were asked for at or after {@code since}, newest first. */
    List<Approval> of(AgentId agent, Instant since);

    /** Of all agents, and changes of the configuration, newest first. */
    List<Approval> recent(int most);

    /**
     * Adds a vote.
     *
     * @param seen as it was when the vote was taken
     * @return false when somebody voted meanwhile
     */
    boolean vote(Approval seen, Vote vote);

    /**
     * Uses up one that is for no lease and no action, but for a change of the configuration.
     *
     * @param by what uses it; the same again changes nothing
     * @return false when it is not approved, over, or used
     */
    boolean use(Approval approval, String by, Instant now);
}

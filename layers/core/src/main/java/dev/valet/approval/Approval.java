package dev.valet.approval;

import dev.valet.Hash;
import dev.valet.Json;
import dev.valet.approval.Vote.Choice;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A request that people decide on. What they read is {@code asked}, whole, and nothing else is approved: a use is refused
 * unless it makes the very same text again (INV-18).
 *
 * @param agent whose request it is; empty for a change of the configuration
 * @param grant empty for a change of the configuration
 * @param asked what is asked for, with the approval's id and its end, so that no two have one hash
 * @param excluded who may not decide: the requester, and the owner of an agent, in lower case
 * @param approvers how many different people must say yes
 * @param uses how often it may be used: once, unless somebody approved a number of uses beforehand
 * @param usedBy what it was used for, such as ids of leases
 * @param expires from here on it can be neither decided nor used
 */
public record Approval(
        ApprovalId id,
        Optional<AgentId> agent,
        Optional<GrantId> grant,
        Json.Obj asked,
        Set<String> excluded,
        int approvers,
        int uses,
        Set<String> usedBy,
        List<Vote> votes,
        Instant at,
        Instant expires) {

    public Approval {
        excluded = Set.copyOf(excluded);
        usedBy = Set.copyOf(usedBy);
        votes = List.copyOf(votes);
    }

    public enum State {
        OPEN,
        APPROVED,
        DENIED,
        USED,
        EXPIRED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** SHA-256 over RFC 8785 canonical JSON of what was asked. */
    public String hash() {
        return Hash.sha256(asked.canonical());
    }

    public State state(Instant now) {
        if (usedBy.size() >= uses) {
            return State.USED;
        }
        if (isDenied()) {
            return State.DENIED;
        }
        if (!expires.isAfter(now)) {
            return State.EXPIRED;
        }
        return isApproved() ? State.APPROVED : State.OPEN;
    }

    /** One no is enough, also after a yes that was not used yet. */
    public boolean isDenied() {
        return votes.stream().anyMatch(vote -> vote.choice() == Choice.DENY);
    }

    /** Whether enough different people said yes; whether it is still good for something, {@link #state} tells. */
    public boolean isApproved() {
        return !isDenied() && yeses().size() >= approvers;
    }

    /** Those who said yes, in lower case. */
    public Set<String> yeses() {
        return votes.stream()
                .filter(vote -> vote.choice() == Choice.APPROVE)
                .map(vote -> Vote.same(vote.person()))
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean excludes(String person) {
        return excluded.contains(Vote.same(person));
    }

    boolean hasVoteOf(String person) {
        return votes.stream().anyMatch(vote -> Vote.same(vote.person()).equals(Vote.same(person)));
    }

    public Approval with(Vote vote) {
        var more = new ArrayList<>(votes);
        more.add(vote);
        return new Approval(id, agent, grant, asked, excluded, approvers, uses, usedBy, more, at, expires);
    }

    public Approval usedBy(Set<String> users) {
        return new Approval(id, agent, grant, asked, excluded, approvers, uses, users, votes, at, expires);
    }

    /** @param people as operators write them */
    public static Set<String> excluded(Collection<String> people) {
        return people.stream().map(one -> one.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }
}

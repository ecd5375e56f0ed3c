package dev.valet.testkit;

import dev.valet.Unavailable;
import dev.valet.approval.Approval;
import dev.valet.approval.ApprovalId;
import dev.valet.approval.Approvals;
import dev.valet.approval.Vote;
import dev.valet.identity.AgentId;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Approvals on record; one lock stands for every conditional write. */
public final class MemoryApprovals implements Approvals {
    private final Map<ApprovalId, Approval> kept = new TreeMap<>();
    private boolean unreachable;

    /** From now on, as if the table were down. */
    public synchronized void beUnreachable() {
        unreachable = true;
    }

    @Override
    public synchronized void add(Approval asked) {
        check();
        if (kept.putIfAbsent(asked.id(), asked) != null) {
            throw new IllegalStateException("two approvals have one id");
        }
    }

    @Override
    public synchronized Optional<Approval> find(AgentId agent, ApprovalId id) {
        return find(id).filter(found -> found.agent().equals(Optional.of(agent)));
    }

    @Override
    public synchronized Optional<Approval> find(ApprovalId id) {
        check();
        return Optional.ofNullable(kept.get(id));
    }

    @Override
    public synchronized List<Approval> of(AgentId agent, Instant since) {
        return newest(found ->
                found.agent().equals(Optional.of(agent)) && found.id().text().compareTo(ApprovalId.floor(since)) >= 0);
    }

    @Override
    public synchronized List<Approval> recent(int most) {
        return newest(_ -> true).stream().limit(most).toList();
    }

    private List<Approval> newest(Predicate<Approval> which) {
        check();
        return kept.values().stream()
                .filter(which)
                .sorted(Comparator.comparing(Approval::id).reversed())
                .toList();
    }

    @Override
    public synchronized boolean vote(Approval seen, Vote vote) {
        check();
        var held = kept.get(seen.id());
        if (held == null || !held.votes().equals(seen.votes())) {
            return false;
        }
        kept.put(held.id(), held.with(vote));
        return true;
    }

    @Override
    public synchronized boolean use(Approval approval, String by, Instant now) {
        check();
        var held = kept.get(approval.id());
        if (held == null) {
            return false;
        }
        if (held.usedBy().contains(by)) {
            return true;
        }
        if (held.state(now) != Approval.State.APPROVED || !held.hash().equals(approval.hash())) {
            return false;
        }
        var users = new HashSet<>(held.usedBy());
        users.add(by);
        kept.put(held.id(), held.usedBy(users));
        return true;
    }

    private void check() {
        if (unreachable) {
            throw new Unavailable("approvals.unreachable");
        }
    }
}

package dev.valet.testkit;

import dev.valet.Unavailable;
import dev.valet.action.PerformanceId;
import dev.valet.approval.Approval;
import dev.valet.lease.Leases.Look;
import dev.valet.limit.Limits;
import dev.valet.performance.Performance;
import dev.valet.performance.Performances;
import java.util.Optional;

/** A store whose writes are made, and whose callers never hear of it. */
record LosingReplies(Performances store) implements Performances {
    @Override
    public Optional<Performance> find(PerformanceId id) {
        return store.find(id);
    }

    @Override
    public Reservation reserve(Performance reserved, Limits ofGrant, Limits ofAgent, Optional<Approval> approved) {
        store.reserve(reserved, ofGrant, ofAgent, approved);
        throw new Unavailable("reply-lost");
    }

    @Override
    public Look look(Performance performance) {
        return store.look(performance);
    }

    @Override
    public Performance move(Performance from, Performance to) {
        store.move(from, to);
        throw new Unavailable("reply-lost");
    }
}

package dev.valet.issue;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.Reason;
import dev.valet.approval.Approval;
import dev.valet.approval.ApprovalId;
import dev.valet.approval.Approvals;
import dev.valet.edge.ApprovalJson;
import dev.valet.edge.Call;
import dev.valet.edge.HttpReply;
import dev.valet.edge.Noted;
import dev.valet.edge.Replies;
import dev.valet.registry.Registry;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** {@code GET /v1/approvals/{id}}: an agent looks whether it may go on. */
final class ApprovalRoute {
    private final Approvals approvals;
    private final Registry registry;
    private final Clock clock;

    ApprovalRoute(Approvals approvals, Registry registry, Clock clock) {
        this.approvals = approvals;
        this.registry = registry;
        this.clock = clock;
    }

    /** 202: nothing is decided yet, and this is where to look. */
    static HttpReply asked(Approval approval, Instant now) {
        return HttpReply.json(
                202,
                Json.object().with("approval", ApprovalJson.own(approval, now)).build(),
                Noted.of("pending"));
    }

    /** Unknown, foreign and impossible ids sound alike (T-50). */
    HttpReply find(Call call) {
        IssueJson.expectNoQuery(call);
        var agent = registry.fresh().agentOf(call.principal());
        if (agent.isEmpty()) {
            return Replies.refused(Reason.UNKNOWN_PRINCIPAL, call);
        }
        return id(call).flatMap(id -> approvals.find(agent.get().value().id(), id))
                .map(found -> Replies.read(Json.object()
                        .with("approval", ApprovalJson.own(found, clock.instant()))
                        .build()))
                .orElseGet(() -> Replies.refused(Reason.NOT_FOUND, call));
    }

    private static Optional<ApprovalId> id(Call call) {
        try {
            return Optional.of(ApprovalId.parse(call.path().getOrDefault("id", "")));
        } catch (Malformed noSuchId) {
            return Optional.empty();
        }
    }
}

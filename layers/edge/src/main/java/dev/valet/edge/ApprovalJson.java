package dev.valet.edge;

import dev.valet.Json;
import dev.valet.ObjectBuilder;
import dev.valet.approval.Approval;
import dev.valet.approval.Vote;
import dev.valet.approval.Vote.Choice;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import java.time.Instant;
import java.util.TreeSet;

/** Approvals on the wire. */
public final class ApprovalJson {
    private ApprovalJson() {}

    /** As the agent that asked sees it: how far it is, and never who decides. */
    public static Json own(Approval approval, Instant now) {
        return named(approval, now).build();
    }

    /** As those who decide see it: all that is asked, word for word what is hashed. */
    public static Json whole(Approval approval, Instant now) {
        return named(approval, now)
                .with("agent", approval.agent().map(AgentId::text))
                .with("hash", approval.hash())
                .with("asked", approval.asked())
                .with("excluded", new TreeSet<>(approval.excluded()).stream().toList())
                .with(
                        "votes",
                        new Json.Arr(approval.votes().stream()
                                .map(ApprovalJson::vote)
                                .toList()))
                .with("usedBy", new TreeSet<>(approval.usedBy()).stream().toList())
                .build();
    }

    private static ObjectBuilder named(Approval approval, Instant now) {
        var written = Json.object()
                .with("id", approval.id().text())
                .with("grant", approval.grant().map(GrantId::text))
                .with("state", approval.state(now).word())
                .with("approvers", approval.approvers())
                .with("approvedBy", approval.yeses().size())
                .with("uses", approval.uses())
                .with("used", approval.usedBy().size())
                .with("askedAt", approval.at())
                .with("expiresAt", approval.expires());
        approval.votes().stream()
                .filter(vote -> vote.choice() == Choice.DENY)
                .findFirst()
                .ifPresent(vote -> written.with("deniedBecause", vote.reason()));
        return written;
    }

    private static Json vote(Vote vote) {
        return Json.object()
                .with("person", vote.person())
                .with("choice", vote.choice().word())
                .with("reason", vote.reason())
                .with("at", vote.at())
                .build();
    }
}

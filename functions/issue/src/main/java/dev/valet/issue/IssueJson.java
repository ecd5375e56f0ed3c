package dev.valet.issue;

import dev.valet.Fields;
import dev.valet.Malformed;
import dev.valet.approval.ApprovalId;
import dev.valet.edge.Call;
import dev.valet.grant.Grant;
import dev.valet.grant.GrantId;
import dev.valet.lease.LeaseRequest;
import java.util.Optional;

/** What agents send. No member is an ARN, an action, a host or policy text (INV-7). */
final class IssueJson {
    private IssueJson() {}

    /** @throws Malformed with every problem found */
    static LeaseRequest read(Call call) {
        return Fields.read(call.json(), fields -> {
            var grant = fields.parsed("grant", GrantId::parse);
            var parameters = fields.textsByName("parameters");
            var reason = fields.optionalText("reason");
            var approval = fields.optionalParsed("approval", ApprovalId::parse);
            boolean hasTtl = fields.has("ttlSeconds");
            var ttl = fields.whole("ttlSeconds", Grant.LEAST_TTL, Grant.MOST_TTL, Grant.MOST_TTL);
            return fields.build(() -> new LeaseRequest(
                    grant.get(),
                    parameters.get(),
                    reason.get().orElse(""),
                    hasTtl ? Optional.of(ttl.get().intValue()) : Optional.empty(),
                    call.idempotencyKey(),
                    approval.get(),
                    call.origin(),
                    false));
        });
    }

    /** An SDK asks with a path and a query and can say no more; its document is for the full fifteen minutes (S-11). */
    static LeaseRequest readDocument(Call call) {
        return new LeaseRequest(
                grant(call), call.query(), "", Optional.of(Grant.MOST_TTL), Optional.empty(), call.origin(), true);
    }

    private static GrantId grant(Call call) {
        try {
            return GrantId.parse(call.path().getOrDefault("grant", ""));
        } catch (Malformed malformed) {
            throw new Malformed("/grant", malformed.problems().getFirst().rule());
        }
    }

    /** A parameter that does nothing here was meant to do something. */
    static void expectNoQuery(Call call) {
        Malformed.unless(call.query().isEmpty(), "has no query parameters");
    }
}

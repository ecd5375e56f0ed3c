package dev.valet.revoke;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.Reason;
import dev.valet.edge.Call;
import dev.valet.edge.HttpReply;
import dev.valet.edge.Noted;
import dev.valet.edge.Replies;
import dev.valet.identity.AgentId;
import dev.valet.identity.Environment;
import dev.valet.identity.Principal;
import dev.valet.lease.Lease;
import dev.valet.lease.LeaseBook;
import dev.valet.lease.LeaseId;
import dev.valet.registry.Registry;
import dev.valet.revocation.Asker;
import dev.valet.revocation.Revocations;
import dev.valet.revocation.Revoke;
import dev.valet.revocation.Scope;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code DELETE /v1/leases/{id}}: an agent gives back what it no longer needs. */
final class LeaseRoute {
    private final Registry registry;
    private final Predicate<Principal> development;
    private final LeaseBook book;
    private final Revocations revocations;
    private final Revoke revoke;

    LeaseRoute(
            Registry registry,
            Predicate<Principal> development,
            LeaseBook book,
            Revocations revocations,
            Revoke revoke) {
        this.registry = registry;
        this.development = development;
        this.book = book;
        this.revocations = revocations;
        this.revoke = revoke;
    }

    /** Unknown, foreign and impossible ids sound alike (T-50). A suspended agent may still give back. */
    HttpReply end(Call call) {
        Malformed.unless(call.query().isEmpty(), "has no query parameters");
        Malformed.unless(call.body().isEmpty(), "has no body");
        var agent = registry.fresh().agentOf(call.principal());
        if (agent.isEmpty()) {
            return Replies.refused(Reason.UNKNOWN_PRINCIPAL, call);
        }
        return find(agent.get().value().id(), call)
                .filter(lease -> reaches(call.principal(), lease))
                .map(lease -> end(lease, call))
                .orElseGet(() -> Replies.refused(Reason.NOT_FOUND, call));
    }

    /** An identity for development ends what it could have had: the sandbox (T-41). */
    private boolean reaches(Principal principal, Lease lease) {
        return lease.environment() == Environment.SANDBOX || !development.test(principal);
    }

    private Optional<Lease> find(AgentId agent, Call call) {
        try {
            var id = LeaseId.parse(call.path().getOrDefault("id", ""));
            var grants = revocations.grantsOf(agent).stream()
                    .map(Revocations.Granted::grant)
                    .toList();
            return book.find(agent, grants, id);
        } catch (Malformed noSuchId) {
            return Optional.empty();
        }
    }

    private HttpReply end(Lease lease, Call call) {
        var scope = new Scope.OfLease(lease.agent(), lease.grant(), lease.id());
        var asker = new Asker(call.principal().key(), "");
        return switch (revoke.revoke(scope, asker, "given back")) {
            case Revoke.Outcome.Begun begun ->
                HttpReply.json(
                        RevocationJson.status(begun.revocation()),
                        Json.object()
                                .with("revocation", RevocationJson.write(begun.revocation()))
                                .build(),
                        Noted.of("revoked", lease.agent(), lease.grant(), lease.id()));
            case Revoke.Outcome.Nothing() -> Replies.refused(Reason.NOT_FOUND, call);
        };
    }
}

package dev.valet.revoke;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.Reason;
import dev.valet.edge.Call;
import dev.valet.edge.HttpReply;
import dev.valet.edge.Noted;
import dev.valet.edge.Replies;
import dev.valet.identity.AgentId;
import dev.valet.lease.Refusal;
import dev.valet.registry.Operator;
import dev.valet.revocation.Asker;
import dev.valet.revocation.Lift;
import dev.valet.revocation.Revocation;
import dev.valet.revocation.RevocationId;
import dev.valet.revocation.Revocations;
import dev.valet.revocation.Revoke;
import dev.valet.revocation.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What operators end, and allow again. */
final class RevocationRoutes {
    private static final int MOST_LISTED = 100;

    private final Revocations revocations;
    private final Revoke revoke;
    private final Lift lift;

    RevocationRoutes(Revocations revocations, Revoke revoke, Lift lift) {
        this.revocations = revocations;
        this.revoke = revoke;
        this.lift = lift;
    }

    HttpReply revoke(Call call, Operator operator) {
        var asked = RevocationJson.readAsked(call.json());
        return revoke(asked.scope(), asked.reason(), call, operator);
    }

    HttpReply suspend(Call call, Operator operator) {
        var reason = RevocationJson.readReason(call.json());
        return agent(call)
                .map(agent -> revoke(new Scope.OfAgent(agent), reason, call, operator))
                .orElseGet(() -> Replies.refused(Reason.NOT_FOUND, call));
    }

    private HttpReply revoke(Scope scope, String reason, Call call, Operator operator) {
        return switch (revoke.revoke(scope, asker(operator), reason)) {
            case Revoke.Outcome.Begun begun ->
                HttpReply.json(
                        RevocationJson.status(begun.revocation()),
                        Json.object()
                                .with("revocation", RevocationJson.writeBegun(begun))
                                .build(),
                        Noted.of("revoked"));
            case Revoke.Outcome.Nothing() -> Replies.refused(Reason.NOT_FOUND, call);
        };
    }

    /** Newest first. */
    HttpReply list(Call call) {
        Malformed.unless(call.query().isEmpty(), "has no query parameters");
        var found = revocations.recent(MOST_LISTED).stream()
                .map(RevocationJson::writeWhole)
                .toList();
        return Replies.read(
                Json.object().with("revocations", new Json.Arr(found)).build());
    }

    HttpReply find(Call call) {
        Malformed.unless(call.query().isEmpty(), "has no query parameters");
        return named(call)
                .map(found -> Replies.read(Json.object()
                        .with("revocation", RevocationJson.writeWhole(found))
                        .build()))
                .orElseGet(() -> Replies.refused(Reason.NOT_FOUND, call));
    }

    HttpReply lift(Call call, Operator operator) {
        var reason = RevocationJson.readReason(call.json());
        return named(call)
                .map(found -> lift(found, reason, call, operator))
                .orElseGet(() -> Replies.refused(Reason.NOT_FOUND, call));
    }

    HttpReply resume(Call call, Operator operator) {
        var reason = RevocationJson.readReason(call.json());
        return agent(call)
                .flatMap(revocations::ofAgent)
                .map(found -> lift(found, reason, call, operator))
                .orElseGet(() -> Replies.refused(Reason.NOT_FOUND, call));
    }

    private HttpReply lift(Revocation revocation, String reason, Call call, Operator operator) {
        return switch (lift.lift(revocation, asker(operator), reason)) {
            case Lift.Outcome.Lifted(Revocation lifted) ->
                HttpReply.json(
                        200,
                        Json.object()
                                .with("revocation", RevocationJson.writeWhole(lifted))
                                .build(),
                        Noted.of("lifted"));
            case Lift.Outcome.NotBefore(Instant settled) -> Replies.refused(settling(revocation, settled), call);
            case Lift.Outcome.Refused() -> Replies.refused(Reason.NOT_REVOKED, call);
        };
    }

    /** Whoever waits as long as the denies take to settle has waited long enough. */
    private static Refusal settling(Revocation revocation, Instant settled) {
        var most = Duration.between(revocation.at(), settled);
        return new Refusal(Reason.NOT_SETTLED, "denies-not-settled", List.of(), Optional.of(most));
    }

    private static Optional<AgentId> agent(Call call) {
        try {
            return Optional.of(AgentId.parse(call.path().getOrDefault("id", "")));
        } catch (Malformed noSuchId) {
            return Optional.empty();
        }
    }

    private Optional<Revocation> named(Call call) {
        try {
            return revocations.find(RevocationId.parse(call.path().getOrDefault("id", "")));
        } catch (Malformed noSuchId) {
            return Optional.empty();
        }
    }

    private static Asker asker(Operator operator) {
        return new Asker(operator.role().key(), operator.person());
    }
}

package dev.valet.revoke;

import dev.valet.Fields;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.ObjectBuilder;
import dev.valet.PlainText;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.lease.LeaseId;
import dev.valet.performance.Performance;
import dev.valet.revocation.Revocation;
import dev.valet.revocation.Revoke;
import dev.valet.revocation.Scope;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Revocations as they are asked for and told of. */
final class RevocationJson {
    private static final int MOST_REASON = 500;

    private RevocationJson() {}

    /** @param reason never empty: whoever reads the audit wants to know */
    record Asked(Scope scope, String reason) {}

    /**
     * Each is named with what it lies in; everything is named alone.
     *
     * @throws Malformed with every problem found
     */
    static Asked readAsked(Json json) {
        return Fields.read(json, fields -> {
            var everything = fields.flag("everything", false);
            var agent = fields.optionalParsed("agent", AgentId::parse);
            var grant = fields.optionalParsed("grant", GrantId::parse);
            var lease = fields.optionalParsed("lease", LeaseId::parse);
            var reason = fields.parsed("reason", RevocationJson::reason);
            checkNames(fields);
            return fields.build(() -> new Asked(
                    everything.get() ? new Scope.Everything() : scope(agent.get(), grant.get(), lease.get()),
                    reason.get()));
        });
    }

    private static void checkNames(Fields fields) {
        boolean everything = fields.json("everything").equals(Optional.of(Json.of(true)));
        boolean named = fields.has("agent") || fields.has("grant") || fields.has("lease");
        if (everything == named) {
            fields.problem("", "names an agent, or everything");
        } else if (named && !fields.has("agent")) {
            fields.problem("agent", "is required with a grant or a lease");
        } else if (fields.has("lease") && !fields.has("grant")) {
            fields.problem("grant", "is required with a lease");
        }
    }

    private static Scope scope(Optional<AgentId> agent, Optional<GrantId> grant, Optional<LeaseId> lease) {
        var owner = agent.orElseThrow();
        if (lease.isPresent()) {
            return new Scope.OfLease(owner, grant.orElseThrow(), lease.get());
        }
        return grant.<Scope>map(id -> new Scope.OfGrant(owner, id)).orElseGet(() -> new Scope.OfAgent(owner));
    }

    /** @throws Malformed unless there is a reason and nothing else */
    static String readReason(Json json) {
        return Fields.read(json, fields -> {
            var reason = fields.parsed("reason", RevocationJson::reason);
            return fields.build(reason);
        });
    }

    private static String reason(String text) {
        Malformed.unless(
                !text.isBlank() && text.length() <= MOST_REASON && PlainText.is(text),
                "is one line of 1 to " + MOST_REASON + " characters");
        return text;
    }

    /** 202 while it still has to be finished: nothing new can be had either way. */
    static int status(Revocation revocation) {
        return revocation.state() == Revocation.State.REVOKING ? 202 : 200;
    }

    /** As its asker sees it: the promise, and no role. */
    static Json write(Revocation revocation) {
        return written(revocation).build();
    }

    /** As an operator sees it. */
    static Json writeWhole(Revocation revocation) {
        return whole(revocation).build();
    }

    static Json writeBegun(Revoke.Outcome.Begun begun) {
        var roles = Json.object();
        begun.roles()
                .forEach((role, result) -> roles.with(role.toString(), standing(result.standing(), result.cause())));
        var secrets = Json.object();
        begun.values()
                .forEach((value, result) ->
                        secrets.with(value.secret().text(), standing(result.standing(), result.cause())));
        var inFlight = begun.inFlight().stream().map(RevocationJson::inFlight).toList();
        return whole(begun.revocation())
                .with("denies", roles.build())
                .with("rotations", secrets.build())
                .with("inFlight", new Json.Arr(inFlight))
                .build();
    }

    /** Sent before, and not to be called back. */
    private static Json inFlight(Performance performance) {
        return Json.object()
                .with("performance", performance.id().text())
                .with("agent", performance.agent().text())
                .with("grant", performance.grant().text())
                .with("action", performance.action().text())
                .with("state", performance.state().word().toLowerCase(Locale.ROOT))
                .build();
    }

    private static ObjectBuilder whole(Revocation revocation) {
        return written(revocation)
                .with("reason", revocation.reason())
                .with("by", revocation.by().principal())
                .with("person", revocation.by().person())
                .with("recorded", revocation.recorded())
                .with("leavesValues", revocation.leavesValues());
    }

    private static ObjectBuilder written(Revocation revocation) {
        var written = Json.object()
                .with("id", revocation.id().text())
                .with("scope", revocation.scope().json())
                .with("state", revocation.state().name().toLowerCase(Locale.ROOT))
                .with("at", revocation.at().truncatedTo(ChronoUnit.MILLIS));
        revocation.revokedAt().ifPresent(at -> written.with("revokedAt", at.truncatedTo(ChronoUnit.MILLIS)));
        revocation.confirmedAt().ifPresent(at -> written.with("confirmedAt", at.truncatedTo(ChronoUnit.MILLIS)));
        return written;
    }

    private static Json standing(Enum<?> standing, String cause) {
        var word = standing.name().toLowerCase(Locale.ROOT).replace('_', '-');
        var written = Json.object().with("standing", word);
        return (cause.isEmpty() ? written : written.with("cause", cause)).build();
    }
}

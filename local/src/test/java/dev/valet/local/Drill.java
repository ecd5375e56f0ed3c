package dev.valet.local;

import dev.valet.Json;
import dev.valet.Reason;
import dev.valet.json.StrictJson;
import dev.valet.local.fault.FaultPlan;
import dev.valet.local.fault.Promises;
import dev.valet.local.template.Tree;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Three sessions and a value at large, somebody who revokes, and what is promised about it. */
final class Drill {
    private static final Set<String> REASONS = Arrays.stream(Reason.values())
            .filter(reason -> reason != Reason.INTERNAL)
            .map(Reason::word)
            .collect(Collectors.toSet());

    private final FaultWorld world;
    private final List<Held> held;
    private final What what;

    /** How much is revoked. */
    enum What {
        LEASE,
        GRANT,
        /** A grant of a value, which is rotated when its lease ends. */
        VALUE,
        AGENT,
        EVERYTHING
    }

    /** In an agent's hands. */
    private record Held(String grant, Lease lease) {
        private boolean works(FaultWorld world) {
            return world.works(grant, lease);
        }

        private String state(Rows state) {
            return state.of("leases").stream()
                    .filter(row -> row.textAt("sk", "S").equals(lease.id()))
                    .map(row -> row.textAt("state", "S"))
                    .findFirst()
                    .orElse("");
        }
    }

    private Drill(FaultWorld world, List<Held> held, What what) {
        this.world = world;
        this.held = held;
        this.what = what;
    }

    /** Leases two sessions of one grant, one of another, and a value. */
    static Drill in(FaultWorld world, What what) {
        world.from(FaultPlan.NONE);
        var grants = List.of(FaultWorld.READER, FaultWorld.READER, FaultWorld.API_KEY, FaultWorld.WEBHOOK);
        var held = grants.stream()
                .map(grant -> new Held(grant, Lease.read(world.ask(grant, ""))))
                .toList();
        return new Drill(world, held, what);
    }

    SignedHttp.Response revoke() {
        var asked = Json.object().with("reason", "a drill");
        if (what == What.EVERYTHING) {
            asked.with("everything", true);
        } else {
            asked.with("agent", "reporter");
        }
        if (what == What.GRANT || what == What.LEASE) {
            asked.with("grant", FaultWorld.READER);
        }
        if (what == What.VALUE) {
            asked.with("grant", FaultWorld.WEBHOOK);
        }
        if (what == What.LEASE) {
            asked.with("lease", held.getFirst().lease().id());
        }
        return world.operator("/admin/revocations", asked.build());
    }

    /** Allows again what was revoked. */
    SignedHttp.Response lift() {
        var id = begun().getFirst().textAt("sk", "S");
        var reason = Json.object().with("reason", "the drill is over").build();
        return world.operator("/admin/revocations/" + id + "/lift", reason);
    }

    private boolean reaches(Held one) {
        return switch (what) {
            case LEASE -> one.equals(held.getFirst());
            case GRANT -> one.grant().equals(FaultWorld.READER);
            case VALUE -> one.grant().equals(FaultWorld.WEBHOOK);
            case AGENT, EVERYTHING -> true;
        };
    }

    private List<Held> reached() {
        return held.stream().filter(this::reaches).toList();
    }

    /** The grants that are shut by it. */
    private List<String> shut() {
        return switch (what) {
            case LEASE -> List.of();
            case GRANT -> List.of(FaultWorld.READER);
            case VALUE, AGENT, EVERYTHING -> List.of(FaultWorld.WEBHOOK); // of all of them one is enough
        };
    }

    /** The revocation on record; empty when none was begun. */
    private List<Json> begun() {
        return world.state().of("revocations");
    }

    boolean isBegun() {
        return !begun().isEmpty();
    }

    /** What the answer says is so, and an error is one of the closed ones. */
    void theAnswerIsTrue(SignedHttp.Response reply, Promises promises) {
        var told = StrictJson.read(reply.body()).at("revocation");
        if (reply.status() / 100 != 2) {
            var reason = StrictJson.read(reply.body()).textAt("reason");
            promises.check(REASONS.contains(reason), "INV-5 an error is one of the closed ones", () -> reply);
            return;
        }
        promises.check(isBegun(), "what is said to be revoked is on record");
        if (told.textAt("state").equals("revoked")) {
            var state = world.state();
            promises.check(
                    reached().stream()
                            .filter(this::isMarked)
                            .allMatch(one -> one.state(state).equals("REVOKED")),
                    "what is said to be revoked is marked");
        }
        if (told.at("recorded").equals(Json.of(true))) {
            promises.check(isInTheAudit("REVOKE"), "what is said to be recorded is in the audit");
        }
        Tree.members(told, "rotations")
                .values()
                .forEach(standing -> promises.check(
                        !standing.textAt("standing").equals("replaced")
                                || reached().stream()
                                        .filter(one -> one.grant().equals(FaultWorld.WEBHOOK))
                                        .noneMatch(one -> one.works(world)),
                        "what is said to be replaced is"));
        Tree.members(told, "denies").forEach((role, standing) -> {
            boolean inForce = !standing.textAt("standing").equals("pending");
            promises.check(
                    !inForce
                            || reached().stream().filter(one -> isOf(role, one)).noneMatch(one -> one.works(world)),
                    "what is said to be denied is denied");
        });
    }

    private static boolean isOf(String role, Held one) {
        return one.grant().equals(role.endsWith("/reports") ? FaultWorld.READER : FaultWorld.API_KEY);
    }

    /** When everything is revoked, leases of sessions tell by the kill epoch that they were decided at. */
    private boolean isMarked(Held one) {
        return what != What.EVERYTHING || one.grant().equals(FaultWorld.WEBHOOK);
    }

    /** INV-9, of requests that start now. */
    void nothingNewIsIssued(Promises promises) {
        world.from(FaultPlan.NONE);
        for (var grant : shut()) {
            var reply = world.ask(grant, "");
            promises.check(
                    StrictJson.read(reply.body()).textAt("reason").equals("no-live-grant"),
                    "INV-9 nothing is issued after revoke() returned",
                    () -> reply);
        }
    }

    void everythingReachedIsOver(Promises promises) {
        promises.check(
                reached().stream().noneMatch(one -> one.works(world)), "INV-27 what was revoked is over all the same");
    }

    void itsValueIsReplacedOnRecord(Promises promises) {
        everythingReachedIsOver(promises);
        promises.check(isInTheAudit("ROTATE"), "what was rotated is in the audit");
        promises.check(
                held.stream()
                        .filter(one -> !reaches(one))
                        .allMatch(one -> one.state(world.state()).equals("LIVE")),
                "a session ends by itself, and nothing is done about it");
    }

    /** All that there is to do was done, and nothing else. */
    void itIsFinished(Promises promises) {
        var state = world.state();
        var begun = begun();
        promises.check(
                begun.size() == 1 && begun.getFirst().textAt("state", "S").equals("REVOKED"),
                "the revocation is finished",
                () -> begun);
        promises.check(
                begun.stream().allMatch(row -> row.at("recorded", "BOOL").equals(Json.of(true)))
                        && isInTheAudit("REVOKE"),
                "INV-27 the record follows",
                () -> begun);
        promises.check(
                begun.stream().noneMatch(row -> row.textAt("confirmedAt", "S").isEmpty()),
                "the denial was seen",
                () -> begun);
        promises.check(state.of("pending").isEmpty() && state.of("rotations").isEmpty(), "nothing is left to do");
        promises.check(state.of("lock").isEmpty(), "no role is locked for ever");
        for (var one : held) {
            promises.check(one.works(world) != reaches(one), "what it reaches is denied, and nothing else", () -> one);
            boolean marked = reaches(one) && isMarked(one);
            promises.check(
                    one.state(state).equals(marked ? "REVOKED" : "LIVE"),
                    "what it reaches is marked, and nothing else",
                    () -> one + " " + one.state(state));
        }
        promises.check(
                world.policies().values().stream()
                        .flatMap(policy -> Tree.items(StrictJson.read(policy), "Statement").stream())
                        .allMatch(statement -> statement.textAt("Effect").equals("Deny")),
                "a role's policy only denies");
    }

    /** Whatever runs every minute changes nothing any more. */
    void anotherMinuteChangesNothing(Promises promises) {
        var rows = world.state().all();
        var policies = world.policies();
        promises.check(world.sweep(), "a sweep with nothing to do succeeds");
        promises.check(
                world.state().all().equals(rows) && world.policies().equals(policies),
                "a sweep with nothing to do changes nothing");
    }

    /** It was not begun, although nobody was told so. */
    void nothingIsRevoked(Promises promises) {
        var state = world.state();
        promises.check(held.stream().allMatch(one -> one.works(world)), "what was not revoked works");
        promises.check(
                held.stream().allMatch(one -> one.state(state).equals("LIVE")), "what was not revoked is not marked");
        promises.check(world.policies().equals(Map.of()), "what was not revoked is not denied");
    }

    void isLiftedAndOnRecordOrNeither(SignedHttp.Response reply, Promises promises) {
        boolean lifted = begun().getFirst().textAt("state", "S").equals("LIFTED");
        boolean open = world.state().of("agent").stream()
                .noneMatch(row -> row.at("live", "BOOL").equals(Json.of(false)));
        promises.check(lifted == open, "what gives again is lifted, and nothing else");
        promises.check(lifted || reply.status() != 200, "what is said to be lifted is");
        promises.check(!lifted || isInTheAudit("LIFT"), "what is lifted was recorded first");
        if (reply.status() != 200) {
            theAnswerIsTrue(reply, promises);
        }
    }

    void somethingIsIssued(Promises promises) {
        var reply = world.ask(FaultWorld.READER, "");
        promises.check(
                reply.status() == 201
                        && world.works(
                                FaultWorld.READER, Lease.read(reply).session().orElseThrow()),
                "what was lifted gives again",
                () -> reply);
    }

    private boolean isInTheAudit(String phase) {
        return world.recorded().stream().anyMatch(entry -> entry.textAt("phase").equals(phase));
    }
}

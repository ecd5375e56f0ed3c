package dev.valet.registry;

import dev.valet.identity.Environment;
import dev.valet.registry.Document.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What an apply would do, in the order in which it does it. Every document is written by itself, so the order keeps what
 * holds between two writes, or after one that failed, on the safe side: guardrails are made and changed first and removed
 * last, removals precede what may take their place, and nothing is written before what it names. A change of a guardrail
 * is taken for a tighter one; who loosens a guardrail and narrows a grant for it applies the grant first.
 *
 * @param changes empty when the configuration is as wanted
 * @param production whether anything reaches production, before it or after it
 * @param edition of the configuration that it was made on, and that its first change is written over
 */
public record Plan(List<Change> changes, boolean production, long edition) {
    public Plan {
        changes = List.copyOf(changes);
    }

    /** Whether a plan could be made. */
    public sealed interface Outcome {
        record Planned(Plan plan) implements Outcome {}

        /** Nothing may be written: every rule that would be broken. */
        record Refused(List<Inconsistency> inconsistencies) implements Outcome {}
    }

    /** Whether it may widen what somebody can do in production: then it is not one person's to decide (T-25). */
    public boolean reachesProduction() {
        return production && changes.stream().anyMatch(Plan::mayWiden);
    }

    private static boolean mayWiden(Change change) {
        return switch (change.document()) {
            case Document.OfGrant _, Document.OfAgent _, Document.OfAction _ ->
                isWrite(change) && isOfProduction(change.document());
            // Over everything: a changed key speaks for whoever it names, and a guardrail that goes forbids nothing.
            case Document.OfIssuer _ -> change.op() == Change.Op.CHANGE;
            case Document.OfGuardrail _ -> change.op() != Change.Op.CREATE;
        };
    }

    private static boolean isOfProduction(Document document) {
        return switch (document) {
            case Document.OfGrant(var grant) -> grant.environment() == Environment.PRODUCTION;
            case Document.OfAction(var action) -> action.environment() == Environment.PRODUCTION;
            case Document.OfAgent(var agent) -> agent.environment() == Environment.PRODUCTION;
            case Document.OfIssuer _, Document.OfGuardrail _ -> false;
        };
    }

    private record Key(Kind kind, String id) {
        static Key of(Document document) {
            return new Key(document.kind(), document.id());
        }
    }

    /**
     * @param snapshot everything that is configured
     * @param desired what shall be, each document valid by itself
     * @param prune whether what is stored and not desired goes
     */
    public static Outcome make(
            Configuration.Snapshot snapshot, List<Document> desired, boolean prune, Deployment deployment) {
        var stored = snapshot.documents();
        var now = new LinkedHashMap<Key, Configuration.Stored>();
        stored.forEach(one -> now.put(Key.of(one.document()), one));
        var problems = new ArrayList<Inconsistency>();
        var then = new LinkedHashMap<Key, Document>();
        for (var document : desired) {
            if (then.putIfAbsent(Key.of(document), document) != null) {
                problems.add(new Inconsistency(
                        document,
                        "/" + document.kind().word(),
                        "is the name of one " + document.kind().word() + " only"));
            }
        }
        var changes = changes(now, then, prune, problems);
        var result = new LinkedHashMap<>(then);
        if (!prune) {
            now.forEach((key, one) -> result.putIfAbsent(key, one.document()));
        }
        problems.addAll(Consistency.check(result.values(), deployment));
        var agents = HandOver.order(stored, select(changes, Kind.AGENT, Plan::isWrite), problems);
        return problems.isEmpty()
                ? new Outcome.Planned(new Plan(
                        ordered(changes, agents),
                        Stream.concat(
                                        now.values().stream().map(Configuration.Stored::document),
                                        result.values().stream())
                                .anyMatch(Plan::isOfProduction),
                        snapshot.edition()))
                : new Outcome.Refused(List.copyOf(problems));
    }

    private static List<Change> changes(
            Map<Key, Configuration.Stored> now, Map<Key, Document> then, boolean prune, List<Inconsistency> problems) {
        var changes = new ArrayList<Change>();
        then.forEach((key, document) -> {
            var stored = now.get(key);
            if (stored == null) {
                changes.add(Change.create(document));
                return;
            }
            fixed(stored.document(), document, problems);
            var diff = Difference.between(stored.document().json(), document.json());
            if (!diff.isEmpty()) {
                changes.add(new Change(Change.Op.CHANGE, document, stored.version(), diff));
            }
        });
        if (prune) {
            now.forEach((key, stored) -> {
                if (!then.containsKey(key)) {
                    changes.add(Change.remove(stored));
                }
            });
        }
        return changes;
    }

    /**
     * Leases, tokens and the audit know a grant by its agent and an issuer by its url. A grant is found by its action, and is
     * of its action's environment, while one of the two is written before the other. A new one needs a new name.
     */
    private static void fixed(Document old, Document changed, List<Inconsistency> problems) {
        switch (changed) {
            case Document.OfGrant(var grant)
            when old instanceof Document.OfGrant(var before) && !grant.agent().equals(before.agent()) ->
                problems.add(new Inconsistency(
                        changed, "/agent", "stays " + before.agent() + "; another agent's grant needs another name"));
            case Document.OfGrant(var grant)
            when old instanceof Document.OfGrant(var before)
                    && before.terms().performs().isPresent()
                    && !grant.terms().performs().equals(before.terms().performs()) ->
                problems.add(new Inconsistency(
                        changed, "/action", "stays as it is; a grant of something else needs another name"));
            case Document.OfAction(var action)
            when old instanceof Document.OfAction(var before) && action.environment() != before.environment() ->
                problems.add(new Inconsistency(
                        changed,
                        "/environment",
                        "stays " + before.environment().word()
                                + "; an action of another environment needs another name"));
            case Document.OfIssuer(var issuer)
            when old instanceof Document.OfIssuer(var before)
                    && !issuer.issuer().equals(before.issuer()) ->
                problems.add(new Inconsistency(changed, "/url", "stays as it is; another issuer needs another name"));
            case Document.OfGrant _,
                    Document.OfIssuer _,
                    Document.OfAgent _,
                    Document.OfAction _,
                    Document.OfGuardrail _ -> {}
        }
    }

    private static List<Change> ordered(List<Change> changes, List<Change> agents) {
        return Stream.of(
                        select(changes, Kind.GUARDRAIL, Plan::isWrite),
                        select(changes, Kind.GRANT, Plan::isRemoval),
                        select(changes, Kind.ACTION, Plan::isRemoval),
                        select(changes, Kind.AGENT, Plan::isRemoval),
                        select(changes, Kind.ISSUER, Plan::isRemoval),
                        select(changes, Kind.ISSUER, Plan::isWrite),
                        agents,
                        select(changes, Kind.ACTION, Plan::isWrite),
                        select(changes, Kind.GRANT, Plan::isWrite),
                        select(changes, Kind.GUARDRAIL, Plan::isRemoval))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Change> select(List<Change> changes, Kind kind, Predicate<Change> which) {
        return changes.stream()
                .filter(change -> change.isOf(kind) && which.test(change))
                .toList();
    }

    private static boolean isRemoval(Change change) {
        return change.op() == Change.Op.REMOVE;
    }

    private static boolean isWrite(Change change) {
        return !isRemoval(change);
    }
}

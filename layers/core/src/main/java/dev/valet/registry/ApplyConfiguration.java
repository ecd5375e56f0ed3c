package dev.valet.registry;

import dev.valet.Hash;
import dev.valet.Reason;
import dev.valet.audit.AuditEntry;
import dev.valet.audit.AuditLog;
import dev.valet.audit.Phase;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Brings the configuration to what operators wrote: everything is checked before anything is written, each document is
 * written by itself and only over the configuration that was planned on, and a repeat finds nothing to do. Of two applies at
 * once, each sound by itself, the later one stops: together they could leave what neither would have been let leave.
 */
public final class ApplyConfiguration {
    /** What of a diff goes into a record beside the hash of all of it. */
    static final int MOST_DIFF = 16_000;

    private final Configuration configuration;
    private final Deployment deployment;
    private final AuditLog audit;
    private final Clock clock;

    public ApplyConfiguration(Configuration configuration, Deployment deployment, AuditLog audit, Clock clock) {
        this.configuration = configuration;
        this.deployment = deployment;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * How far an apply came. What was written stays, and a repeat goes on from there.
     *
     * @param applied how many changes of the plan were made
     * @param stop why no more were: {@code CHANGED_MEANWHILE} or {@code NOT_RECORDED}; empty when all were
     */
    public record Applied(int applied, Optional<Reason> stop) {}

    /**
     * Writes nothing.
     *
     * @param desired valid each by itself; the rules between them are checked here
     */
    public Plan.Outcome plan(List<Document> desired, boolean prune) {
        return Plan.make(configuration.read(), desired, prune, deployment);
    }

    /**
     * Each change is on record before it is made, so that none can be made unseen. A record whose change did not come to
     * pass is followed by one that says so; without that, it counts as made.
     */
    public Applied apply(Plan plan, Operator operator, Authority authority) {
        int applied = 0;
        for (var change : plan.changes()) {
            var entry = entry(change, operator, authority);
            if (!audit.append(entry.with("outcome", "writing"))) {
                return new Applied(applied, Optional.of(Reason.NOT_RECORDED));
            }
            if (!write(change, plan.edition() + applied)) {
                audit.append(entry.with("outcome", Reason.CHANGED_MEANWHILE.word()));
                return new Applied(applied, Optional.of(Reason.CHANGED_MEANWHILE));
            }
            applied++;
        }
        return new Applied(applied, Optional.empty());
    }

    private boolean write(Change change, long edition) {
        return switch (change.op()) {
            case CREATE, CHANGE -> configuration.put(change.document(), change.expected(), edition);
            case REMOVE -> configuration.remove(change.document(), change.expected(), edition);
        };
    }

    private AuditEntry entry(Change change, Operator operator, Authority authority) {
        var entry = entry(change, operator);
        return switch (authority) {
            case Authority.Alone() -> entry;
            case Authority.SecondPerson(var approval) -> entry.with("approval", approval.text());
            case Authority.BreakGlass(String reason) -> entry.with("breakGlass", reason);
        };
    }

    private AuditEntry entry(Change change, Operator operator) {
        var document = change.document();
        var diff = change.diff().stream().map(Difference::text).collect(Collectors.joining("\n"));
        return named(
                        AuditEntry.of(
                                Phase.CONFIGURE,
                                clock.instant(),
                                operator.role().key()),
                        document)
                .with("person", operator.person())
                .with("op", change.op().word())
                .with("kind", document.kind().word())
                .with("id", document.id())
                .with("replaces", Long.toString(change.expected()))
                .with("diffHash", Hash.sha256(diff))
                .with("diff", start(diff));
    }

    /** Cut between characters: half of one would not hash to what it is stored as. */
    private static String start(String diff) {
        return diff.length() <= MOST_DIFF ? diff : diff.substring(0, diff.offsetByCodePoints(0, MOST_DIFF / 2)) + "…";
    }

    /** So that an agent's history, and a grant's, also tells how it was configured. */
    private static AuditEntry named(AuditEntry entry, Document document) {
        return switch (document) {
            case Document.OfAgent(var agent) -> entry.agent(agent.id().text());
            case Document.OfGrant(var grant) ->
                entry.agent(grant.agent().text()).grant(grant.id().text());
            case Document.OfIssuer _, Document.OfAction _, Document.OfGuardrail _ -> entry;
        };
    }
}

package dev.valet.aws;

import dev.valet.Hash;
import dev.valet.Json;
import dev.valet.Ulid;
import dev.valet.action.PerformanceId;
import dev.valet.approval.ApprovalId;
import dev.valet.budget.Unit;
import dev.valet.grant.ActionId;
import dev.valet.grant.GrantId;
import dev.valet.guardrail.GuardrailId;
import dev.valet.identity.AgentId;
import dev.valet.identity.IssuerId;
import dev.valet.identity.PresentedToken;
import dev.valet.identity.Principal;
import dev.valet.identity.RoleArn;
import dev.valet.lease.LeaseId;
import dev.valet.registry.Document;
import dev.valet.revocation.RevocationId;
import dev.valet.revocation.SecretVersion;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The key of one row of the state table. Keys are made here and nowhere else, and two things never share one (INV-28):
 * no part has a {@code #} in it, and what a stranger chose goes in as a hash of JSON, which is injective.
 */
public final class StateKey {
    static final String PARTITION = "pk";
    static final String SORT = "sk";

    /** As many as ever; a release that has fewer would not find what is in the others. */
    static final int SHARDS = 8;

    private final String partition;
    private final String sort;

    private StateKey(String partition, String sort) {
        this.partition = partition;
        this.sort = sort;
    }

    public static StateKey agent(AgentId agent) {
        return new StateKey("agent#" + agent, "agent");
    }

    /** A grant lives in its agent's partition, so it cannot be read for another agent (INV-4). */
    public static StateKey grant(AgentId agent, GrantId grant) {
        return new StateKey("agent#" + agent, "grant#" + grant);
    }

    /** Which grant lets the agent perform the action: one, and found without a search. */
    public static StateKey performs(AgentId agent, ActionId action) {
        return new StateKey("agent#" + agent, "action#" + action);
    }

    public static StateKey action(ActionId action) {
        return new StateKey("action#" + action, "action");
    }

    public static StateKey principal(Principal principal) {
        return new StateKey("principal#" + Hash.sha256(principal.key()), "principal");
    }

    /** @param url the issuer's exact string */
    public static StateKey issuer(String url) {
        return new StateKey("issuer#" + Hash.sha256(url), "issuer");
    }

    public static StateKey guardrail(GuardrailId guardrail) {
        return new StateKey("guardrails", guardrail.text());
    }

    /** The row that lists a document and keeps its id unique. */
    public static StateKey listing(Document document) {
        return listing(document.kind(), document.id());
    }

    /** @param id checked by its type: a document's own, or one that a stranger may name after parsing it */
    static StateKey listing(Document.Kind kind, String id) {
        return new StateKey("list#" + kind.word(), id);
    }

    public static StateKey keys(IssuerId issuer) {
        return new StateKey("jwks#" + issuer, "jwks");
    }

    public static StateKey control() {
        return new StateKey("control", "control");
    }

    /** The edition of the configuration, apart from the control row, which every issuance reads. */
    static StateKey configuration() {
        return new StateKey("control", "configuration");
    }

    public static StateKey lease(AgentId agent, GrantId grant, LeaseId lease) {
        return new StateKey("leases#" + agent + "#" + grant, lease.text());
    }

    /** Somebody who was paid through this grant. */
    static StateKey payee(AgentId agent, GrantId grant, String payee) {
        return new StateKey(
                "payees#" + agent + "#" + grant, Hash.sha256(Json.of(payee).canonical()));
    }

    /** A bearer token that has asked for an action. */
    static StateKey token(PresentedToken token) {
        return new StateKey("token#" + token.hash(), "token");
    }

    /** What an agent asked for, and people decide on. */
    static StateKey approval(AgentId agent, ApprovalId approval) {
        return new StateKey("approvals#" + agent, approval.text());
    }

    /** A change of the configuration that a second person has to approve: nothing that issues may write here. */
    static StateKey approval(ApprovalId approval) {
        return new StateKey("approvals-of-configuration", approval.text());
    }

    /** Lists all of them. */
    static StateKey approvals(ApprovalId approval) {
        return new StateKey("approvals", approval.text());
    }

    /** What all grants of the agent have used together. */
    public static StateKey limits(AgentId agent) {
        return new StateKey("limits#" + agent, "limits");
    }

    public static StateKey limits(AgentId agent, GrantId grant) {
        return new StateKey("limits#" + agent + "#" + grant, "limits");
    }

    public static StateKey revocation(RevocationId revocation) {
        return new StateKey("revocations", revocation.text());
    }

    /** There as long as something is left to do. */
    static StateKey pending(RevocationId revocation) {
        return new StateKey("pending", revocation.text());
    }

    /** What one role denies lies together, so that it is read at once. */
    static StateKey deny(RoleArn role, RevocationId because) {
        return new StateKey("denies#" + role, because.text());
    }

    static StateKey denied(RoleArn role) {
        return new StateKey("denied", role.toString());
    }

    static StateKey lock(RoleArn role) {
        return new StateKey("lock#" + role, "lock");
    }

    /** A role that some grant leases, or once did. */
    static StateKey leased(RoleArn role) {
        return new StateKey("leased", role.toString());
    }

    /**
     * A lease whose end takes an act. It lies in one of a few shards, so that no partition takes all of them, and in each
     * by the second in which it is over: what is due is the beginning of a partition, however long nobody looked.
     */
    static StateKey due(LeaseId lease, Instant end) {
        return new StateKey("due#" + shard(lease), second(end) + "#" + lease);
    }

    private static int shard(LeaseId lease) {
        return Integer.parseInt(Hash.sha256(lease.text()).substring(0, 2), 16) % SHARDS;
    }

    /** Never before the time, and of one length: 2026-03-02T09:15:00Z. */
    private static String second(Instant time) {
        var whole = time.truncatedTo(ChronoUnit.SECONDS);
        return (whole.equals(time) ? whole : whole.plusSeconds(1)).toString();
    }

    /** A value that is to be replaced. */
    static StateKey rotation(SecretVersion value) {
        return new StateKey("rotations", Hash.sha256(value.text()));
    }

    /** @param principal as {@link Principal#key()}: another caller's idempotency key is another key */
    public static StateKey once(String principal, String idempotencyKey) {
        var both = Json.strings(List.of(principal, idempotencyKey)).canonical();
        return new StateKey("once#" + Hash.sha256(both), "once");
    }

    /** It is the idempotency row as well: its id is the hash of who asked and of the key. */
    public static StateKey performance(PerformanceId performance) {
        return new StateKey("performance#" + performance, "performance");
    }

    /** Lists a performance under its grant, by time. */
    static StateKey performed(AgentId agent, GrantId grant, Instant at, PerformanceId performance) {
        return new StateKey("performances#" + agent + "#" + grant, time(at) + "#" + performance);
    }

    /** Lists a performance as long as something is left to do; in sixteen partitions, so that none of them is hot. */
    static StateKey unfinished(Instant at, PerformanceId performance) {
        return new StateKey("unfinished#" + shard(performance), time(at) + "#" + performance);
    }

    /** What was spent in one day; of one payee, who may be named by any text, or of all. */
    static StateKey budget(AgentId agent, GrantId grant, Unit unit, LocalDate day, Optional<String> payee) {
        var whose = payee.map(name -> "#" + Hash.sha256(name)).orElse("");
        return new StateKey("budgets#" + agent + "#" + grant, day + "#" + unit.code() + whose);
    }

    /** The id is a hash, so its digits are spread evenly, whatever callers choose. */
    private static char shard(PerformanceId performance) {
        return performance.text().charAt("va-".length());
    }

    /** Ten characters that sort as time does, to the millisecond. */
    private static String time(Instant at) {
        return Ulid.floor(at).substring(0, 10);
    }

    /** A run of rows within one partition, both ends included. */
    static final class Range {
        // Every sort key but a hash is printable ASCII, and these two stand before and after all of it.
        private static final String FIRST = " ";
        private static final String LAST = "~";

        final String partition;
        final String from;
        final String to;

        private Range(String partition, String from, String to) {
            this.partition = partition;
            this.from = from;
            this.to = to;
        }

        static Range grants(AgentId agent) {
            return new Range("agent#" + agent, "grant#", "grant#" + LAST);
        }

        static Range guardrails() {
            return new Range("guardrails", FIRST, LAST);
        }

        static Range listing(Document.Kind kind) {
            return new Range("list#" + kind.word(), FIRST, LAST);
        }

        static Range revocations() {
            return new Range("revocations", FIRST, LAST);
        }

        static Range pending() {
            return new Range("pending", FIRST, LAST);
        }

        static Range denies(RoleArn role) {
            return new Range("denies#" + role, FIRST, LAST);
        }

        static Range denied() {
            return new Range("denied", FIRST, LAST);
        }

        static Range leased() {
            return new Range("leased", FIRST, LAST);
        }

        static Range performed(AgentId agent, GrantId grant, Instant from) {
            return new Range("performances#" + agent + "#" + grant, time(from), LAST);
        }

        /** @param until its own millisecond is not in it */
        static List<Range> unfinished(Instant until) {
            return Stream.of("0123456789abcdef".split("", -1))
                    .filter(shard -> !shard.isEmpty())
                    .map(shard -> new Range("unfinished#" + shard, FIRST, time(until)))
                    .toList();
        }

        static Range approvals() {
            return new Range("approvals", FIRST, LAST);
        }

        /** @param from as {@link ApprovalId#floor} */
        static Range approvals(AgentId agent, String from) {
            return new Range("approvals#" + agent, from, LAST);
        }

        /** What is over at that time. */
        static Range due(int shard, Instant time) {
            return new Range("due#" + shard, FIRST, time.truncatedTo(ChronoUnit.SECONDS) + LAST);
        }

        static Range rotations() {
            return new Range("rotations", FIRST, LAST);
        }

        /** @param from as {@link LeaseId#floor} */
        static Range leases(AgentId agent, GrantId grant, String from) {
            return new Range("leases#" + agent + "#" + grant, from, LAST);
        }
    }

    public Map<String, AttributeValue> attributes() {
        return Map.of(PARTITION, AttributeValue.fromS(partition), SORT, AttributeValue.fromS(sort));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StateKey that && partition.equals(that.partition) && sort.equals(that.sort);
    }

    @Override
    public int hashCode() {
        return 31 * partition.hashCode() + sort.hashCode();
    }

    @Override
    public String toString() {
        return partition + " / " + sort;
    }
}

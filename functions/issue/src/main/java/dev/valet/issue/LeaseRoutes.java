package dev.valet.issue;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.Reason;
import dev.valet.approval.Approval;
import dev.valet.edge.Call;
import dev.valet.edge.HttpReply;
import dev.valet.edge.Noted;
import dev.valet.edge.Replies;
import dev.valet.grant.GrantId;
import dev.valet.identity.Agent;
import dev.valet.identity.Environment;
import dev.valet.identity.Principal;
import dev.valet.lease.Credential;
import dev.valet.lease.IssueLease;
import dev.valet.lease.Lease;
import dev.valet.lease.LeaseBook;
import dev.valet.lease.LeaseId;
import dev.valet.lease.Outcome;
import dev.valet.registry.Control;
import dev.valet.registry.Registered;
import dev.valet.registry.Registry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;

/** Leases: to get one, and to look at one's own. */
final class LeaseRoutes {
    /** How far back a listing goes, and how many leases of one grant it shows. */
    private static final Duration LISTED = Duration.ofDays(1);

    private static final int MOST_LISTED = 20;

    private final IssueLease issueLease;
    private final LeaseBook book;
    private final Registry registry;
    private final BiPredicate<Principal, Control> development;
    private final Clock clock;

    LeaseRoutes(
            IssueLease issueLease,
            LeaseBook book,
            Registry registry,
            BiPredicate<Principal, Control> development,
            Clock clock) {
        this.development = development;
        this.issueLease = issueLease;
        this.book = book;
        this.registry = registry;
        this.clock = clock;
    }

    HttpReply issue(Call call) {
        IssueJson.expectNoQuery(call);
        return switch (issueLease.issue(call.principal(), IssueJson.read(call))) {
            case Outcome.Issued issued -> handOver(issued);
            case Outcome.Repeated(Lease lease) ->
                HttpReply.json(
                        200,
                        Json.object()
                                .with("lease", LeaseJson.write(lease, clock.instant()))
                                .build(),
                        noted("repeated", lease));
            case Outcome.Pending(Approval approval) -> ApprovalRoute.asked(approval, clock.instant());
            case Outcome.Denied(var refusal) -> Replies.refused(refusal, call);
        };
    }

    private HttpReply handOver(Outcome.Issued issued) {
        var lease = issued.lease();
        var body = Json.object()
                .with("lease", LeaseJson.write(lease, end(issued), clock.instant()))
                .with("credential", CredentialJson.write(issued.credential()))
                .build();
        return HttpReply.json(201, body, noted("issued", lease));
    }

    /** The earlier of the two (S-11). */
    static Instant end(Outcome.Issued issued) {
        var end = issued.lease().expiresAt();
        return switch (issued.credential()) {
            case Credential.AwsSession session -> session.expiration().isBefore(end) ? session.expiration() : end;
            case Credential.SecretValue _ -> end;
        };
    }

    static Noted noted(String outcome, Lease lease) {
        return Noted.of(outcome, lease.agent(), lease.grant(), lease.id());
    }

    HttpReply list(Call call) {
        IssueJson.expectNoQuery(call);
        return agent(call)
                .map(agent -> {
                    var now = clock.instant();
                    var found = book.since(agent.id(), grants(agent), now.minus(LISTED), MOST_LISTED).stream()
                            .flatMap(seenBy(call))
                            .map(lease -> LeaseJson.write(lease, now))
                            .toList();
                    return Replies.read(
                            Json.object().with("leases", new Json.Arr(found)).build());
                })
                .orElseGet(() -> Replies.refused(Reason.UNKNOWN_PRINCIPAL, call));
    }

    /** Unknown, foreign and impossible ids sound alike (T-50). */
    HttpReply find(Call call) {
        IssueJson.expectNoQuery(call);
        var agent = agent(call);
        if (agent.isEmpty()) {
            return Replies.refused(Reason.UNKNOWN_PRINCIPAL, call);
        }
        return id(call).flatMap(id -> book.find(agent.get().id(), grants(agent.get()), id)).stream()
                .flatMap(seenBy(call))
                .findFirst()
                .map(lease -> Replies.read(Json.object()
                        .with("lease", LeaseJson.write(lease, clock.instant()))
                        .build()))
                .orElseGet(() -> Replies.refused(Reason.NOT_FOUND, call));
    }

    private static Optional<LeaseId> id(Call call) {
        try {
            return Optional.of(LeaseId.parse(call.path().getOrDefault("id", "")));
        } catch (Malformed noSuchId) {
            return Optional.empty();
        }
    }

    /**
     * As this caller may see it: an identity for development sees what it could have had, the sandbox (T-41). When everything
     * was revoked no lease was marked one by one: each tells by the kill epoch that it was decided at.
     */
    private Function<Lease, Stream<Lease>> seenBy(Call call) {
        var control = registry.fresh().rules().control();
        boolean sandboxOnly = development.test(call.principal(), control);
        return lease -> {
            if (sandboxOnly && lease.environment() != Environment.SANDBOX) {
                return Stream.empty();
            }
            return Stream.of(
                    lease.basis().killEpoch() < control.killEpoch() ? lease.state(Lease.State.REVOKED) : lease);
        };
    }

    private Optional<Agent> agent(Call call) {
        return registry.fresh().agentOf(call.principal()).map(Registered::value);
    }

    /** Those that are over as well: a lease outlives its grant on the record. */
    private List<GrantId> grants(Agent agent) {
        return registry.grantsOf(agent.id()).stream()
                .map(grant -> grant.value().id())
                .toList();
    }
}

package dev.valet.testkit;

import dev.valet.approval.Approval;
import dev.valet.approval.Approver;
import dev.valet.approval.AskForApproval;
import dev.valet.approval.DecideApproval;
import dev.valet.approval.Vote;
import dev.valet.audit.AuditLog;
import dev.valet.audit.Phase;
import dev.valet.grant.Grant;
import dev.valet.grant.GrantId;
import dev.valet.guardrail.Guardrails;
import dev.valet.identity.AgentId;
import dev.valet.identity.Environment;
import dev.valet.identity.Principal;
import dev.valet.lease.Decide;
import dev.valet.lease.ExplainLease;
import dev.valet.lease.HandOutLease;
import dev.valet.lease.IssueLease;
import dev.valet.lease.Lease;
import dev.valet.lease.LeaseRequest;
import dev.valet.lease.Outcome;
import dev.valet.lease.Verdict;
import dev.valet.limit.Origin;
import dev.valet.performance.EndPerformances;
import dev.valet.registry.Registry;
import dev.valet.revocation.Asker;
import dev.valet.revocation.Enforce;
import dev.valet.revocation.Lift;
import dev.valet.revocation.Revocation;
import dev.valet.revocation.Revoke;
import dev.valet.revocation.Rotate;
import dev.valet.revocation.RotateDue;
import dev.valet.revocation.Scope;
import dev.valet.revocation.Sweep;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A whole broker in memory, so that a story is told in the words of the product and in a few lines. */
public final class TestBroker {
    public static final Asker OPERATOR = new Asker("an operator's role", "ann");

    public final TurnableClock clock = new TurnableClock();
    public final MemoryRegistry registry = new MemoryRegistry();
    public final MemoryApprovals approvals = new MemoryApprovals();
    public final MemoryLeases leases = new MemoryLeases(registry, approvals);
    public final MemoryAudit auditStore = new MemoryAudit();
    public final MemorySecrets secrets = new MemorySecrets(clock);
    public final RecordingMinter minter = new RecordingMinter(secrets);
    public final AuditLog auditLog = new AuditLog(auditStore);
    public final MemoryRevocations revocations = new MemoryRevocations(registry, leases);
    public final MemoryDenials denials = new MemoryDenials();
    public final MemoryIam iam = new MemoryIam(clock);
    public final Enforce enforce = new Enforce(denials, iam, iam, auditLog, clock, clock::turn);
    public final MemoryRotations rotations = new MemoryRotations(leases);
    public final Rotate rotate = new Rotate(rotations, secrets, auditLog, clock);
    public final MemoryPerformances performances = new MemoryPerformances(registry, approvals);
    public final Revoke revoke = new Revoke(
            revocations,
            denials,
            enforce,
            rotate,
            new EndPerformances(performances, performances, clock),
            auditLog,
            clock);
    public final Decide decide = new Decide(Sample.DEVELOPMENT, clock);

    private IssueLease issueLease = issueLease(registry);
    private HandOutLease handOutLease = handOutLease(registry, issueLease);

    /** Registers an agent of that name and gives the role that speaks for it. */
    public Principal principal(String agent) {
        return principal(agent, Sample.role(agent));
    }

    /** Registers an agent for an identity: a subject, or a role of another account. */
    public Principal principal(String agent, Principal identity) {
        registry.put(Sample.agent(agent, Environment.PRODUCTION, identity));
        return identity;
    }

    /** Lets the principal's agent have a grant with nothing to fill in, in the sandbox. */
    public GrantId grantTo(Principal principal, String grant) {
        return grant(Sample.aws(agentOf(principal).text(), grant));
    }

    /** Registers a grant, or a new version of it. */
    public GrantId grant(Grant grant) {
        registry.put(grant);
        return grant.id();
    }

    public AgentId agentOf(Principal principal) {
        return registry.agentOf(principal).orElseThrow().value().id();
    }

    public Revoke.Outcome revoke(GrantId grant) {
        var owner = registry.allGrants().stream()
                .filter(held -> held.id().equals(grant))
                .map(Grant::agent)
                .findFirst()
                .orElseThrow();
        return revoke(new Scope.OfGrant(owner, grant));
    }

    public Revoke.Outcome revoke(Lease lease) {
        return revoke(new Scope.OfLease(lease.agent(), lease.grant(), lease.id()));
    }

    public Revoke.Outcome suspend(Principal principal) {
        return revoke(new Scope.OfAgent(agentOf(principal)));
    }

    public Revoke.Outcome revokeEverything() {
        return revoke(new Scope.Everything());
    }

    public Revoke.Outcome revoke(Scope scope) {
        return revoke.revoke(scope, OPERATOR, "a story");
    }

    /** Allows again what was revoked. */
    public Lift.Outcome lift(Revocation revocation) {
        var now = revocations.find(revocation.id()).orElseThrow();
        return new Lift(revocations, auditLog, clock).lift(now, OPERATOR, "a story");
    }

    public Outcome ask(Principal principal, GrantId grant, Approval approval) {
        var plain = request(grant);
        return ask(
                principal,
                new LeaseRequest(
                        grant,
                        plain.parameters(),
                        plain.reason(),
                        plain.ttlSeconds(),
                        plain.idempotencyKey(),
                        Optional.of(approval.id()),
                        plain.origin(),
                        false));
    }

    /** A person, signed in to an operator's role, says yes. */
    public DecideApproval.Outcome approve(Approval approval, String person) {
        return decideApproval().decide(approval.id(), approver(person), Vote.Choice.APPROVE, "");
    }

    public DecideApproval.Outcome deny(Approval approval, String person, String reason) {
        return decideApproval().decide(approval.id(), approver(person), Vote.Choice.DENY, reason);
    }

    public DecideApproval decideApproval() {
        return new DecideApproval(approvals, auditLog, clock);
    }

    public static Approver approver(String person) {
        return new Approver(person, "an operator's role");
    }

    /** What is done every minute. */
    public Sweep.Report sweep() {
        return sweeping().sweep();
    }

    public Sweep sweeping() {
        return new Sweep(revocations, denials, revoke, enforce, new RotateDue(rotations, rotate, clock));
    }

    public void guard(Guardrails guardrails) {
        registry.guard(guardrails);
    }

    public void turn(Duration by) {
        clock.turn(by);
    }

    /** From now on decisions are made on what is configured now, as a cache would; the last look is never cached. */
    public void cacheNow() {
        var cached = registry.cachedNow();
        issueLease = issueLease(cached);
        handOutLease = handOutLease(cached, issueLease);
    }

    public Outcome ask(Principal principal, GrantId grant) {
        return ask(principal, request(grant));
    }

    public Outcome ask(Principal principal, GrantId grant, Map<String, String> parameters) {
        return ask(
                principal,
                new LeaseRequest(grant, parameters, "", Optional.empty(), Optional.empty(), Origin.UNKNOWN, false));
    }

    public Outcome ask(Principal principal, LeaseRequest request) {
        return issueLease.issue(principal, request);
    }

    /** Asks as an SDK does, for a credentials document. */
    public Outcome askForDocument(Principal principal, GrantId grant) {
        return handOutLease.handOut(
                principal,
                new LeaseRequest(
                        grant, Map.of(), "", Optional.of(Grant.MOST_TTL), Optional.empty(), Origin.UNKNOWN, true));
    }

    public Verdict explain(Principal principal, GrantId grant) {
        return explainLease().explain(principal, request(grant));
    }

    public ExplainLease explainLease() {
        return new ExplainLease(decide, registry);
    }

    public static LeaseRequest request(GrantId grant) {
        return new LeaseRequest(grant, Map.of(), "", Optional.empty(), Optional.empty(), Origin.UNKNOWN, false);
    }

    public static LeaseRequest once(GrantId grant, String idempotencyKey) {
        return new LeaseRequest(
                grant, Map.of(), "", Optional.empty(), Optional.of(idempotencyKey), Origin.UNKNOWN, false);
    }

    /** What the audit says happened, in order. */
    public List<Phase> audit() {
        return auditStore.phases();
    }

    public IssueLease issueLease() {
        return issueLease;
    }

    public HandOutLease handOutLease() {
        return handOutLease;
    }

    private IssueLease issueLease(Registry asked) {
        var asking = new AskForApproval(approvals, auditLog, clock);
        return new IssueLease(decide, asked, leases, minter, asking, auditLog, clock);
    }

    private HandOutLease handOutLease(Registry asked, IssueLease issuing) {
        return new HandOutLease(decide, asked, issuing, leases, auditLog, clock);
    }
}

package dev.valet.edge;

import dev.valet.Json;
import dev.valet.SecretText;
import dev.valet.action.Action;
import dev.valet.approval.Approval;
import dev.valet.approval.ApprovalId;
import dev.valet.approval.Approvals;
import dev.valet.approval.AskForApproval;
import dev.valet.approval.Vote;
import dev.valet.audit.AuditLog;
import dev.valet.audit.AuditStore;
import dev.valet.grant.ActionId;
import dev.valet.grant.Grant;
import dev.valet.grant.GrantId;
import dev.valet.guardrail.Guardrails;
import dev.valet.identity.Agent;
import dev.valet.identity.AgentId;
import dev.valet.identity.Development;
import dev.valet.identity.Principal;
import dev.valet.json.StrictJson;
import dev.valet.lease.Credential;
import dev.valet.lease.Decide;
import dev.valet.lease.ExplainLease;
import dev.valet.lease.HandOutLease;
import dev.valet.lease.IssueLease;
import dev.valet.lease.Lease;
import dev.valet.lease.LeaseBook;
import dev.valet.lease.LeaseId;
import dev.valet.lease.LeaseRequest;
import dev.valet.lease.Leases;
import dev.valet.lease.Minter;
import dev.valet.lease.Minting;
import dev.valet.lease.Outcome;
import dev.valet.limit.Limits;
import dev.valet.limit.Origin;
import dev.valet.registry.AgentDocument;
import dev.valet.registry.Control;
import dev.valet.registry.GrantDocument;
import dev.valet.registry.Registered;
import dev.valet.registry.Registry;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A broker without anything behind it, for the run before a snapshot: the same classes as in production from the bytes of
 * an event to the bytes of a reply, on one made-up agent, at a time that never was. Nothing of it leaves this object.
 */
public final class Rehearsal {
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private static final String ROLE = "arn:aws:iam::000000000000:role/rehearsal";
    private static final String UNIQUE_ID = "AROAREHEARSALREHEARSAL";
    private static final String AGENT = """
            {"agent":"rehearsal","owner":"valet","environment":"sandbox",
             "identities":[{"role":"%s","uniqueId":"%s"}]}""".formatted(ROLE, UNIQUE_ID);
    private static final String GRANT = """
            {"grant":"rehearsal","agent":"rehearsal","environment":"sandbox","description":"Nothing real",
             "parameters":{"team":{"pattern":"[a-z]{2,20}"}},"limits":{"concurrent":5},
             "aws":{"role":"%s","externalId":"rehearsal",
              "allow":[{"actions":["s3:GetObject"],"resources":["arn:aws:s3:::rehearsal/${team}/*"]}]}}""".formatted(ROLE);

    private final Settings settings;
    private final Decide decide = new Decide(new Development(Set.of(), Set.of()), CLOCK);
    private final AuditLog audit = new AuditLog(_ -> AuditStore.Kept.YES);
    private final Leases leases = new NoLeases();
    private final OneAgent registry = new OneAgent(
            new Registered<>(AgentDocument.read(json(AGENT)), 1, true),
            new Registered<>(GrantDocument.read(json(GRANT)), 1, true));

    public Rehearsal(Settings settings) {
        this.settings = settings;
    }

    public Edge edge() {
        return new Edge(settings, new RequestLog(_ -> {}, CLOCK));
    }

    public Registry registry() {
        return registry;
    }

    public Clock clock() {
        return CLOCK;
    }

    public LeaseBook leaseBook() {
        return new NoLeases();
    }

    public IssueLease issueLease() {
        return new IssueLease(decide, registry, leases, minter(), askForApproval(), audit, CLOCK);
    }

    /** The rehearsal's grant needs no approval, so nobody is asked. */
    private AskForApproval askForApproval() {
        return new AskForApproval(new NoApprovals(), audit, CLOCK);
    }

    public Approvals approvals() {
        return new NoApprovals();
    }

    public HandOutLease handOutLease() {
        return new HandOutLease(decide, registry, issueLease(), leases, audit, CLOCK);
    }

    public ExplainLease explainLease() {
        return new ExplainLease(decide, registry);
    }

    /** The adapters as well, on a lease that this rehearsal makes. */
    public void adapters() {
        var grant = registry.grant().value();
        var asked = new LeaseRequest(
                grant.id(), Map.of("team", "any"), "", Optional.empty(), Optional.empty(), Origin.UNKNOWN, false);
        var outcome = issueLease().issue(registry.agent().value().identities().getFirst(), asked);
        switch (outcome) {
            case Outcome.Issued issued -> new SdkRehearsal(settings).run(issued.lease(), grant, CLOCK);
            case Outcome.Repeated _, Outcome.Pending _, Outcome.Denied _ ->
                throw new IllegalStateException("the rehearsal did not end in a lease");
        }
    }

    /** An event as API Gateway sends it, from the made-up agent. */
    public InputStream event(String method, String resource, String body) {
        var identity = Json.object()
                .with("accountId", "000000000000")
                .with("accessKey", "rehearsal")
                .with("caller", UNIQUE_ID + ":rehearsal")
                .with("user", UNIQUE_ID + ":rehearsal")
                .with("userArn", "arn:aws:sts::000000000000:assumed-role/rehearsal/rehearsal")
                .with("principalOrgId", settings.principalOrg());
        var context = Json.object()
                .with("accountId", settings.account())
                .with("apiId", settings.apiId())
                .with("stage", settings.stage())
                .with("resourcePath", resource)
                .with("httpMethod", method)
                .with("requestId", "rehearsal")
                .with("identity", identity.build());
        var event = Json.object()
                .with("resource", resource)
                .with("httpMethod", method)
                .with("requestContext", context.build())
                .with("body", body)
                .build();
        return new ByteArrayInputStream(event.text().getBytes(StandardCharsets.UTF_8));
    }

    private static Json json(String text) {
        return StrictJson.read(text);
    }

    private static Minter minter() {
        return (lease, _) -> new Minting.Minted(new Credential.AwsSession(
                "rehearsal",
                new SecretText("rehearsal"),
                new SecretText("rehearsal"),
                lease.expiresAt(),
                Optional.empty(),
                Optional.empty()));
    }

    private record OneAgent(Registered<Agent> agent, Registered<Grant> grant) implements Registry {
        @Override
        public Optional<Registered<Agent>> agentOf(Principal principal) {
            return agent.value().identities().contains(principal) ? Optional.of(agent) : Optional.empty();
        }

        @Override
        public Optional<Registered<Grant>> grant(AgentId owner, GrantId id) {
            return grant.value().id().equals(id) ? Optional.of(grant) : Optional.empty();
        }

        @Override
        public Optional<Registered<Grant>> grantFor(AgentId owner, ActionId action) {
            return Optional.empty();
        }

        @Override
        public Optional<Registered<Action>> action(ActionId action) {
            return Optional.empty();
        }

        @Override
        public List<Registered<Grant>> grantsOf(AgentId owner) {
            return List.of(grant);
        }

        @Override
        public Ruleset rules() {
            return new Ruleset(Control.INITIAL, Guardrails.NONE);
        }

        @Override
        public Registry fresh() {
            return this;
        }
    }

    private static final class NoApprovals implements Approvals {
        @Override
        public void add(Approval asked) {}

        @Override
        public Optional<Approval> find(AgentId agent, ApprovalId id) {
            return Optional.empty();
        }

        @Override
        public Optional<Approval> find(ApprovalId id) {
            return Optional.empty();
        }

        @Override
        public List<Approval> of(AgentId agent, Instant since) {
            return List.of();
        }

        @Override
        public List<Approval> recent(int most) {
            return List.of();
        }

        @Override
        public boolean vote(Approval seen, Vote vote) {
            return false;
        }

        @Override
        public boolean use(Approval approval, String by, Instant now) {
            return false;
        }
    }

    /** Takes every lease and keeps none. */
    private static final class NoLeases implements Leases, LeaseBook {
        @Override
        public Claim claim(Once once) {
            return new Claim.Ours();
        }

        @Override
        public Optional<Claim> earlier(String principal, String key, String requestHash) {
            return Optional.empty();
        }

        @Override
        public Opening open(Lease lease, Limits ofGrant, Limits ofAgent, Optional<Approval> approved) {
            return new Opening.Opened();
        }

        @Override
        public Look look(Lease lease) {
            return Look.LIVE;
        }

        @Override
        public boolean note(Lease lease, String version) {
            return true;
        }

        @Override
        public void withhold(Lease lease) {}

        @Override
        public boolean disown(Lease lease, Instant at) {
            return true;
        }

        @Override
        public Optional<Lease> find(AgentId agent, List<GrantId> grants, LeaseId id) {
            return Optional.empty();
        }

        @Override
        public List<Lease> since(AgentId agent, List<GrantId> grants, Instant since, int most) {
            return List.of();
        }
    }
}

package dev.valet.aws;

import dev.valet.Json;
import dev.valet.action.Action;
import dev.valet.action.Executor;
import dev.valet.action.Impact;
import dev.valet.action.LambdaTarget;
import dev.valet.grant.ActionId;
import dev.valet.grant.ActionPattern;
import dev.valet.grant.Grant;
import dev.valet.grant.GrantId;
import dev.valet.grant.ParameterPattern;
import dev.valet.grant.ParameterRule;
import dev.valet.grant.Parameters;
import dev.valet.grant.SecretArn;
import dev.valet.grant.Statement;
import dev.valet.grant.TemplateText;
import dev.valet.grant.Terms;
import dev.valet.guardrail.Guardrail;
import dev.valet.guardrail.GuardrailId;
import dev.valet.identity.Agent;
import dev.valet.identity.AgentId;
import dev.valet.identity.Environment;
import dev.valet.identity.Issuer;
import dev.valet.identity.IssuerId;
import dev.valet.identity.IssuerType;
import dev.valet.identity.Principal;
import dev.valet.identity.RoleArn;
import dev.valet.lease.EndedBy;
import dev.valet.lease.Lease;
import dev.valet.lease.LeaseId;
import dev.valet.limit.Limits;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** One small world that the tests of this module share. */
final class Samples {
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    static final AgentId REPORTER = AgentId.parse("reporter");
    static final GrantId READER = GrantId.parse("reports-reader");

    static final String ROLE = "arn:aws:iam::444455556666:role/valet/reports";

    static final SecretArn SECRET =
            SecretArn.parse("arn:aws:secretsmanager:eu-west-1:111122223333:secret:leasable/webhook-Ab12Cd");

    private static final AtomicLong NEXT = new AtomicLong();

    private Samples() {}

    static Principal role(String name) {
        return new Principal.AwsRole(
                "aws", "444455556666", name, "AROA" + "X".repeat(12) + name.toUpperCase(java.util.Locale.ROOT));
    }

    static Agent agent(String id, Principal... identities) {
        return new Agent(AgentId.parse(id), "Team Reports", Environment.STAGING, List.of(identities), Limits.NONE);
    }

    static Grant grant(String agent, String id) {
        var statement = new Statement(
                List.of(new ActionPattern("s3:GetObject")),
                List.of(new TemplateText("arn:aws:s3:::acme-reports/${team}/*")),
                new TreeMap<>());
        return new Grant(
                GrantId.parse(id),
                AgentId.parse(agent),
                Environment.SANDBOX,
                "Reads reports",
                new Terms.Aws(RoleArn.parse(ROLE), "vx-7f3a91", List.of(statement), List.of(), List.of()),
                new TreeMap<>(Map.of("team", new ParameterRule.Matching(ParameterPattern.parse("[a-z]{2,20}")))),
                900,
                Limits.NONE);
    }

    static Action action(String id) {
        return new Action(
                ActionId.parse(id),
                "Tells somebody",
                Impact.LOW,
                Environment.SANDBOX,
                Json.object()
                        .with("type", "object")
                        .with("additionalProperties", false)
                        .build(),
                new Executor.Lambda(new LambdaTarget("arn:aws:lambda:eu-west-1:444455556666:function:notify:live")),
                Optional.empty());
    }

    /** A grant of an action. */
    static Grant performing(String agent, String id, String action) {
        return new Grant(
                GrantId.parse(id),
                AgentId.parse(agent),
                Environment.SANDBOX,
                "Tells somebody",
                new Terms.Perform(ActionId.parse(action), Optional.empty()),
                new TreeMap<>(),
                0,
                Limits.NONE);
    }

    static Issuer issuer(String id, String url) {
        return new Issuer(
                IssuerId.parse(id),
                IssuerType.OIDC,
                url,
                new Issuer.Keys.Pinned(url + "/jwks"),
                Issuer.SigningAlgorithm.ES256,
                Optional.empty(),
                false,
                List.of("sub"),
                Map.of());
    }

    static Guardrail guardrail(String id, String cedar) {
        return new Guardrail(GuardrailId.parse(id), "A rule", cedar);
    }

    /** A lease of fifteen minutes by the reporter, decided on version 1 of everything. */
    static Lease lease(Instant issuedAt) {
        return lease(issuedAt, 900);
    }

    /** One whose value is rotated at its end. */
    static Lease rotated(Instant issuedAt, int seconds) {
        var lease = lease(issuedAt, seconds);
        return new Lease(
                lease.id(),
                lease.agent(),
                lease.grant(),
                lease.environment(),
                dev.valet.grant.Kind.SECRET,
                EndedBy.ROTATION,
                true,
                SECRET.text(),
                lease.principal(),
                lease.parameters(),
                lease.reason(),
                lease.issuedAt(),
                lease.expiresAt(),
                lease.basis(),
                lease.state());
    }

    static Lease lease(Instant issuedAt, int seconds) {
        var random = String.format(java.util.Locale.ROOT, "%016d", NEXT.incrementAndGet());
        return new Lease(
                LeaseId.parse(LeaseId.floor(issuedAt).substring(0, 13) + random),
                REPORTER,
                READER,
                Environment.SANDBOX,
                dev.valet.grant.Kind.AWS,
                EndedBy.STS,
                false,
                ROLE,
                role("reporter").key(),
                new Parameters(new TreeMap<>(Map.of("team", "sales"))),
                "monthly \"report\"",
                issuedAt,
                issuedAt.plusSeconds(seconds),
                new Lease.Basis(1, 1, 0, 0),
                Lease.State.LIVE);
    }

    static Json jwks(String kid) {
        return Json.object()
                .with(
                        "keys",
                        new Json.Arr(List.of(Json.object().with("kid", kid).build())))
                .build();
    }
}

package dev.valet.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Hash;
import dev.valet.Reason;
import dev.valet.audit.AuditEntry;
import dev.valet.audit.AuditLog;
import dev.valet.audit.AuditStore;
import dev.valet.audit.Phase;
import dev.valet.registry.ApplyConfiguration;
import dev.valet.registry.ApplyConfiguration.Applied;
import dev.valet.registry.Authority;
import dev.valet.registry.Change;
import dev.valet.registry.Configuration.Stored;
import dev.valet.registry.Deployment;
import dev.valet.registry.Difference;
import dev.valet.registry.Document;
import dev.valet.registry.Operator;
import dev.valet.registry.Plan;
import dev.valet.testkit.MemoryAudit;
import dev.valet.testkit.MemoryConfiguration;
import dev.valet.testkit.Sample;
import dev.valet.testkit.TurnableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApplyConfigurationTest {
    private static final Authority ALONE = new Authority.Alone();
    private static final Operator ADA =
            new Operator(Sample.role(Sample.VALET_ACCOUNT, "valet-operators"), "ada@acme.example");
    private static final Applied NOTHING = new Applied(0, Optional.empty());

    private final MemoryConfiguration configuration = new MemoryConfiguration();
    private final MemoryAudit audit = new MemoryAudit();
    private final ApplyConfiguration apply = applying(audit);

    private ApplyConfiguration applying(AuditStore store) {
        return new ApplyConfiguration(
                configuration,
                new Deployment(
                        Optional.of(Sample.VALET_ACCOUNT), Set.of(Sample.DEVELOPMENT_ACCOUNT), Set.of(ADA.role())),
                new AuditLog(store),
                new TurnableClock());
    }

    private static Reading reading(String... texts) {
        var files = new ArrayList<SourceFile>();
        for (var text : texts) {
            files.add(new SourceFile(files.size() + ".yaml", text));
        }
        var reading = new ReadConfiguration().read(files);
        assertThat(reading.faults()).isEmpty();
        return reading;
    }

    private Plan plan(boolean prune, String... texts) {
        return switch (apply.plan(reading(texts).documents(), prune)) {
            case Plan.Outcome.Planned(Plan plan) -> plan;
            case Plan.Outcome.Refused refused -> throw new AssertionError(refused);
        };
    }

    private Applied apply(boolean prune, String... texts) {
        return apply.apply(plan(prune, texts), ADA, ALONE);
    }

    private List<String> refusals(boolean prune, String... texts) {
        var reading = reading(texts);
        return switch (apply.plan(reading.documents(), prune)) {
            case Plan.Outcome.Planned planned -> throw new AssertionError(planned);
            case Plan.Outcome.Refused(var broken) ->
                reading.faults(broken).stream().map(Fault::toString).toList();
        };
    }

    private static List<String> steps(Plan plan) {
        return plan.changes().stream()
                .map(change ->
                        change.op().word() + " " + change.document().kind().word() + " "
                                + change.document().id())
                .toList();
    }

    private List<String> names() {
        return configuration.read().documents().stream()
                .map(one -> one.document().id())
                .toList();
    }

    private void applyAll() {
        assertThat(apply(true, Texts.ISSUERS, Texts.AGENTS, Texts.GRANTS, Texts.GUARDRAILS))
                .isEqualTo(new Applied(7, Optional.empty()));
    }

    @Test
    void aPlanWritesNothing() {
        assertThat(plan(true, Texts.ISSUERS, Texts.AGENTS).changes()).hasSize(4);
        assertThat(configuration.read().documents()).isEmpty();
        assertThat(audit.records()).isEmpty();
    }

    @Test
    void guardrailsComeFirstAndNothingBeforeWhatItNames() {
        assertThat(steps(plan(true, Texts.GRANTS, Texts.AGENTS, Texts.GUARDRAILS, Texts.ISSUERS)))
                .containsExactly(
                        "create guardrail no-weekends",
                        "create issuer github-acme",
                        "create issuer laptops",
                        "create agent reporter",
                        "create agent ci-build",
                        "create grant reports-reader",
                        "create grant build-token");
    }

    @Test
    void whatIsRemovedGoesInReverseAndGuardrailsLast() {
        applyAll();
        assertThat(steps(plan(true)))
                .containsExactly(
                        "remove grant build-token",
                        "remove grant reports-reader",
                        "remove agent ci-build",
                        "remove agent reporter",
                        "remove issuer github-acme",
                        "remove issuer laptops",
                        "remove guardrail no-weekends");
        assertThat(apply(true)).isEqualTo(new Applied(7, Optional.empty()));
        assertThat(names()).isEmpty();
    }

    @Test
    void aRepeatFindsNothingToDo() {
        applyAll();
        int recorded = audit.records().size();
        assertThat(apply(true, Texts.ISSUERS, Texts.AGENTS, Texts.GRANTS, Texts.GUARDRAILS))
                .isEqualTo(NOTHING);
        assertThat(apply(false, Texts.AGENTS)).isEqualTo(NOTHING);
        assertThat(audit.records()).hasSize(recorded);
        assertThat(configuration.read().documents()).extracting(Stored::version).containsOnly(1L);
    }

    @Test
    void theOrderOfMembersAndCommentsIsNoChange() {
        applyAll();
        var turned = Texts.AGENTS.replace(
                "owner: team-data\nenvironment: sandbox\n", "environment: sandbox # only\nowner: 'team-data'\n");
        assertThat(turned).isNotEqualTo(Texts.AGENTS);
        assertThat(apply(false, turned)).isEqualTo(NOTHING);
    }

    @Test
    void aChangeIsShownMemberByMember() {
        applyAll();
        var changed = Texts.GRANTS
                .replace("ttlSeconds: 900", "ttlSeconds: 600")
                .replace("actions: [s3:GetObject]", "actions: [s3:GetObject, s3:ListBucket]")
                .replace("limits: {leasesPerHour: 20, concurrent: 5}", "limits: {leasesPerHour: 20}");
        var plan = plan(false, changed);
        assertThat(steps(plan)).containsExactly("change grant reports-reader");
        assertThat(plan.changes().getFirst().diff())
                .extracting(Difference::text)
                .containsExactly(
                        "/ttlSeconds: 900 → 600",
                        "- /limits/concurrent: 5",
                        "+ /aws/allow/0/actions/1: \"s3:ListBucket\"");
        assertThat(apply.apply(plan, ADA, ALONE)).isEqualTo(new Applied(1, Optional.empty()));
        assertThat(configuration
                        .find(Document.Kind.GRANT, "reports-reader")
                        .orElseThrow()
                        .version())
                .isEqualTo(2);
    }

    @Test
    void withoutPruningWhatIsNotNamedStays() {
        applyAll();
        assertThat(apply(false, Texts.GUARDRAILS.replace("weekend\n", "weekend, please\n")))
                .isEqualTo(new Applied(1, Optional.empty()));
        assertThat(names()).hasSize(7);
    }

    @Test
    void everyChangeIsOnRecordWithItsAuthorAndItsDiff() {
        applyAll();
        assertThat(audit.phases()).containsOnly(Phase.CONFIGURE).hasSize(7);
        apply(false, Texts.GRANTS.replace("ttlSeconds: 900", "ttlSeconds: 600"));
        AuditEntry entry = audit.entries().getLast();
        assertThat(entry.principal()).isEqualTo(ADA.role().key());
        assertThat(entry.agent()).isEqualTo("reporter");
        assertThat(entry.grant()).isEqualTo("reports-reader");
        assertThat(entry.facts())
                .containsEntry("person", "ada@acme.example")
                .containsEntry("op", "change")
                .containsEntry("kind", "grant")
                .containsEntry("id", "reports-reader")
                .containsEntry("replaces", "1")
                .containsEntry("outcome", "writing")
                .containsEntry("diff", "/ttlSeconds: 900 → 600")
                .containsEntry("diffHash", Hash.sha256("/ttlSeconds: 900 → 600"))
                .hasSize(8);
    }

    @Test
    void aHugeDiffIsCutAndStillHashedWhole() {
        var claims = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            claims.append("  claim-%03d: \"%s\"\n".formatted(i, "\ud83d\ude47".repeat(30)));
        }
        apply(false, Texts.ISSUERS + "requiredClaims:\n" + claims);
        var facts = audit.entries().getLast().facts();
        var diff = facts.getOrDefault("diff", "");
        assertThat(diff).hasSizeBetween(8_000, 17_000).endsWith("…");
        assertThat(diff.codePoints()).noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
        assertThat(facts.get("diffHash")).hasSize(64);
    }

    @Test
    void nothingIsWrittenThatIsNotOnRecord() {
        var plan = plan(true, Texts.ISSUERS, Texts.AGENTS);
        audit.failNext(1);
        assertThat(apply.apply(plan, ADA, ALONE)).isEqualTo(new Applied(0, Optional.of(Reason.NOT_RECORDED)));
        assertThat(configuration.read().documents()).isEmpty();
        assertThat(apply(true, Texts.ISSUERS, Texts.AGENTS)).isEqualTo(new Applied(4, Optional.empty()));
    }

    @Test
    void aConcurrentChangeIsReportedAndNotOverwritten() {
        applyAll();
        var mine = plan(false, Texts.GRANTS.replace("ttlSeconds: 900", "ttlSeconds: 600"));
        apply(false, Texts.GRANTS.replace("ttlSeconds: 900", "ttlSeconds: 300"));
        var theirs = configuration.find(Document.Kind.GRANT, "reports-reader");
        assertThat(apply.apply(mine, ADA, ALONE)).isEqualTo(new Applied(0, Optional.of(Reason.CHANGED_MEANWHILE)));
        assertThat(configuration.find(Document.Kind.GRANT, "reports-reader")).isEqualTo(theirs);
        assertThat(audit.entries().getLast().facts()).containsEntry("outcome", "changed-meanwhile");
    }

    @Test
    void ofTwoThatAreSoundAloneAndNotTogetherTheLaterStops() {
        apply(true, Texts.ISSUERS, Texts.AGENTS);
        var grants = plan(false, Texts.GRANTS);
        var noAgents = plan(true, Texts.ISSUERS);
        assertThat(apply.apply(noAgents, ADA, ALONE)).isEqualTo(new Applied(2, Optional.empty()));
        assertThat(apply.apply(grants, ADA, ALONE)).isEqualTo(new Applied(0, Optional.of(Reason.CHANGED_MEANWHILE)));
        assertThat(names()).containsExactly("github-acme", "laptops");
        assertThat(refusals(false, Texts.GRANTS)).contains("0.yaml:2:8: /agent: is the name of an agent");
    }

    @Test
    void twoWhoCreateTheSameOneDoNotBothWin() {
        var mine = plan(true, Texts.ISSUERS);
        apply(true, Texts.ISSUERS.replace("jwks\nalgorithm: RS256", "keys\nalgorithm: RS256"));
        assertThat(apply.apply(mine, ADA, ALONE)).isEqualTo(new Applied(0, Optional.of(Reason.CHANGED_MEANWHILE)));
    }

    @Test
    void whatWasWrittenBeforeAStopStaysAndARepeatGoesOn() {
        var plan = plan(true, Texts.ISSUERS, Texts.AGENTS);
        var taken = Texts.AGENTS.substring(0, Texts.AGENTS.indexOf("---\n")).replace("agent: reporter", "agent: thief");
        AuditStore overtaking = written -> {
            if (written.entry().agent().equals("reporter")) {
                apply(false, taken);
            }
            return audit.add(written);
        };
        assertThat(applying(overtaking).apply(plan, ADA, ALONE))
                .isEqualTo(new Applied(2, Optional.of(Reason.CHANGED_MEANWHILE)));
        assertThat(names()).containsExactly("github-acme", "laptops", "thief");
        assertThat(apply(true, Texts.ISSUERS, Texts.AGENTS)).isEqualTo(new Applied(3, Optional.empty()));
        assertThat(names()).containsExactly("github-acme", "laptops", "ci-build", "reporter");
    }

    @Test
    void whatComesBackIsANewVersion() {
        applyAll();
        apply(true, Texts.ISSUERS, Texts.AGENTS);
        assertThat(configuration.find(Document.Kind.GRANT, "build-token")).isEmpty();
        assertThat(apply(true, Texts.ISSUERS, Texts.AGENTS, Texts.GRANTS)).isEqualTo(new Applied(2, Optional.empty()));
        assertThat(configuration
                        .find(Document.Kind.GRANT, "build-token")
                        .orElseThrow()
                        .version())
                .isGreaterThan(2);
    }

    @Test
    void anAgentThatStillHasGrantsIsNotRemoved() {
        applyAll();
        assertThat(refusals(
                        true, Texts.ISSUERS, Texts.AGENTS.substring(0, Texts.AGENTS.indexOf("---\n")), Texts.GRANTS))
                .containsExactly("2.yaml:17:8: /agent: is the name of an agent");
        assertThat(names()).hasSize(7);
    }

    @Test
    void anIssuerThatIdentitiesStillNameIsNotRemoved() {
        applyAll();
        var laptops = Texts.ISSUERS.substring(Texts.ISSUERS.indexOf("---\n") + 4);
        assertThat(refusals(true, laptops, Texts.AGENTS))
                .containsExactly("1.yaml:13:13: /identities/0/issuer: is the url of a registered issuer");
    }

    @Test
    void aRuleMayBeBrokenByWhatIsConfiguredAndInNoFile() {
        applyAll();
        var narrowed = Texts.AGENTS.replace("environment: production", "environment: sandbox");
        assertThat(refusals(false, narrowed))
                .containsExactly(
                        "(configured):0:0: grant build-token /environment: is within its agent's own, sandbox");
    }

    @Test
    void aGrantKeepsItsAgentAndAnIssuerItsUrl() {
        applyAll();
        assertThat(refusals(false, Texts.GRANTS.replace("agent: reporter", "agent: ci-build")))
                .containsExactly("0.yaml:2:8: /agent: stays reporter; another agent's grant needs another name");
        assertThat(refusals(false, Texts.ISSUERS.replace("url: https://dev.", "url: https://developers.")))
                .containsExactly("0.yaml:11:6: /url: stays as it is; another issuer needs another name");
    }

    private static String agent(String name, String role) {
        return """
                agent: %s
                owner: team
                environment: sandbox
                identities: [{role: "arn:aws:iam::444455556666:role/%s", uniqueId: AROA%s0000000000000}]
                ---
                """.formatted(name, role, role.toUpperCase(java.util.Locale.ROOT));
    }

    @Test
    void anIdentityIsGivenUpBeforeAnotherAgentTakesIt() {
        apply(true, agent("bee", "one") + agent("cat", "two") + agent("ant", "three"));
        var plan = plan(true, agent("ant", "one") + agent("bee", "two") + agent("cat", "four"));
        assertThat(steps(plan)).containsExactly("change agent cat", "change agent bee", "change agent ant");
        assertThat(apply.apply(plan, ADA, ALONE)).isEqualTo(new Applied(3, Optional.empty()));
    }

    @Test
    void aRemovedAgentsIdentityIsFreeForAnother() {
        apply(true, agent("ant", "one"));
        var plan = plan(true, agent("bee", "one"));
        assertThat(plan.changes()).extracting(Change::op).containsExactly(Change.Op.REMOVE, Change.Op.CREATE);
        assertThat(apply.apply(plan, ADA, ALONE)).isEqualTo(new Applied(2, Optional.empty()));
    }

    @Test
    void agentsThatTradeIdentitiesDoSoInTwoSteps() {
        apply(true, agent("ant", "one") + agent("bee", "two"));
        assertThat(refusals(true, agent("ant", "two") + agent("bee", "one")))
                .hasSize(2)
                .allMatch(refusal -> refusal.endsWith("apply that in two steps"));
    }
}

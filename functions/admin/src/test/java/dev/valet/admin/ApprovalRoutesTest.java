package dev.valet.admin;

import static dev.valet.admin.OperatorApi.ADA;
import static dev.valet.admin.OperatorApi.OPERATORS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Json;
import dev.valet.audit.AuditEntry;
import dev.valet.audit.Phase;
import dev.valet.json.StrictJson;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What reaches production is changed by two people (T-25), and what agents wait for is decided by others than its owner. */
class ApprovalRoutesTest {
    private static final String BEN = "ben@acme.example";
    private static final String PAYER = """
            agent: payer
            owner: %s
            environment: production
            identities: [{role: "arn:aws:iam::444455556666:role/payer", uniqueId: AROAPAYER00000000000}]
            """.formatted(ADA);
    private static final String PAYING = """
            grant: pay
            agent: payer
            environment: production
            description: Writes one bucket
            aws:
              role: arn:aws:iam::444455556666:role/valet/pay
              externalId: vx-7f3a91
              allow: [{actions: ["s3:PutObject"], resources: ["arn:aws:s3:::acme-payments/*"]}]
            """;

    private final OperatorApi api = new OperatorApi();

    @Test
    void whatReachesProductionWaitsForASecondPerson() {
        var asked = api.apply("apply", false, PAYER, PAYING);
        assertThat(asked.status()).isEqualTo(202);
        assertThat(asked.at("applied")).isEqualTo(Json.of(0));
        assertThat(api.memory.read().documents()).isEmpty();

        assertThat(approve(ADA, asked).at("reason")).isEqualTo(Json.of("not-approver"));
        assertThat(apply(ADA, asked, PAYER, PAYING).at("reason")).isEqualTo(Json.of("no-live-approval"));

        assertThat(approve(BEN, asked).status()).isEqualTo(200);
        assertThat(apply(ADA, asked, PAYER, PAYING).at("applied")).isEqualTo(Json.of(2));
        assertThat(api.memory.read().documents()).hasSize(2);
        assertThat(api.auditStore.phases()).startsWith(Phase.ASK, Phase.APPROVE, Phase.CONFIGURE, Phase.CONFIGURE);
        assertThat(facts(Phase.CONFIGURE))
                .allSatisfy(facts -> assertThat(facts.facts())
                        .containsEntry("approval", id(asked))
                        .doesNotContainKey("breakGlass"));
    }

    @Test
    void anotherChangeThanTheApprovedOneIsNotMade() { // T-40
        var asked = api.apply("apply", false, PAYER, PAYING);
        approve(BEN, asked);
        var wider = PAYING.replace("acme-payments/*", "*");
        assertThat(apply(ADA, asked, PAYER, wider).at("reason")).isEqualTo(Json.of("no-live-approval"));
        assertThat(api.memory.read().documents()).isEmpty();
        assertThat(apply(ADA, asked, PAYER, PAYING).status()).isEqualTo(200);
    }

    @Test
    void anApprovedChangeIsMadeOnce() {
        var asked = api.apply("apply", false, PAYER);
        approve(BEN, asked);
        apply(ADA, asked, PAYER);
        api.memory.remove(api.memory.read().documents().getFirst().document(), 1, 1);
        assertThat(apply(ADA, asked, PAYER).at("reason")).isEqualTo(Json.of("no-live-approval"));
    }

    @Test
    void itIsTooLateTheNextDay() {
        var asked = api.apply("apply", false, PAYER);
        approve(BEN, asked);
        api.clock.turn(Duration.ofDays(1));
        assertThat(apply(ADA, asked, PAYER).at("reason")).isEqualTo(Json.of("no-live-approval"));
    }

    @Test
    void theGlassCanBeBrokenAndEverybodyHears() {
        var body = body("breakGlass", "ben is on a plane", PAYER, PAYING);
        var applied = send(ADA, "POST", "/admin/apply", "", body);
        assertThat(applied.at("applied")).isEqualTo(Json.of(2));
        assertThat(facts(Phase.CONFIGURE))
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry.facts()).containsEntry("breakGlass", "ben is on a plane"));
        assertThat(api.log).last().asString().contains("applied.break-glass");
    }

    @Test
    void nothingOfProductionNeedsOnePersonOnly() {
        var sandbox = PAYER.replace("production", "sandbox");
        assertThat(api.apply("apply", false, sandbox).status()).isEqualTo(200);
        var guardrail = "guardrail: calm\ndescription: Nothing\ncedar: forbid (principal, action, resource)"
                + " when { context.ttlSeconds > 900 };\n";
        assertThat(api.apply("apply", false, sandbox, guardrail).status()).isEqualTo(200);
        assertThat(api.apply("apply", true, sandbox).status())
                .isEqualTo(200); // and goes again: nothing is of production
    }

    @Test
    void whereThereIsProductionAGuardrailIsNotLoosenedByOne() {
        var guardrail = "guardrail: calm\ndescription: Nothing\ncedar: forbid (principal, action, resource)"
                + " when { context.ttlSeconds > 900 };\n";
        send(ADA, "POST", "/admin/apply", "", body("breakGlass", "the first day", PAYER));
        assertThat(api.apply("apply", false, guardrail).status()).isEqualTo(200); // one more only takes away
        assertThat(api.apply("apply", false, guardrail.replace("900", "901")).status())
                .isEqualTo(202);
        assertThat(api.apply("apply", true, PAYER).status()).isEqualTo(202); // it would go
    }

    @Test
    void whatIsTakenAwayFromProductionIsTakenAtOnce() {
        send(ADA, "POST", "/admin/apply", "", body("breakGlass", "the first day", PAYER, PAYING));
        assertThat(api.apply("apply", true, PAYER).at("applied")).isEqualTo(Json.of(1));
    }

    @Test
    void offTheRecordNothingIsAsked() {
        api.auditStore.failNext(1000);
        assertThat(api.apply("apply", false, PAYER).at("reason")).isEqualTo(Json.of("not-recorded"));
        assertThat(api.approvals.recent(10)).isEmpty();
    }

    @Test
    void theOwnerGivesNothingBeforehand() { // INV-18
        send(ADA, "POST", "/admin/apply", "", body("breakGlass", "the first day", PAYER, PAYING));
        var body = Json.object()
                .with("agent", "payer")
                .with("grant", "pay")
                .with("uses", 3)
                .with("minutes", 10)
                .with("reason", "month end")
                .build();
        assertThat(send(ADA, "POST", "/admin/approvals", "", body).at("reason")).isEqualTo(Json.of("not-approver"));
        var given = send(BEN, "POST", "/admin/approvals", "", body);
        assertThat(given.at("approval").textAt("state")).isEqualTo("approved");
        assertThat(given.at("approval").at("asked").at("uses")).isEqualTo(Json.of(3));
    }

    @Test
    void actionsAreAllowedBeforehandAsWell() {
        var action = """
                action: pay-out
                environment: production
                description: Pays one supplier
                impact: high
                input: {type: object, additionalProperties: false, properties: {to: {type: string, maxLength: 20}}}
                lambda: {function: "arn:aws:lambda:eu-west-1:111122223333:function:pay-out:live"}
                """;
        var grant = """
                grant: pay
                agent: payer
                environment: production
                description: Pays suppliers
                action: pay-out
                """;
        assertThat(send(ADA, "POST", "/admin/apply", "", body("breakGlass", "the first day", PAYER, action, grant))
                        .status())
                .isEqualTo(200);
        var body = Json.object()
                .with("agent", "payer")
                .with("grant", "pay")
                .with("uses", 2)
                .with("minutes", 10)
                .with("reason", "month end")
                .build();
        var asked =
                send(BEN, "POST", "/admin/approvals", "", body).at("approval").at("asked");
        assertThat(asked.textAt("act")).isEqualTo("pay-out");
        assertThat(asked.at("basis").text()).contains("actionVersion");
    }

    @Test
    void nothingIsGivenBeforehandForAGrantThatIsNotThere() {
        var body = Json.object()
                .with("agent", "payer")
                .with("grant", "pay")
                .with("uses", 3)
                .with("minutes", 10)
                .with("reason", "month end")
                .build();
        assertThat(send(BEN, "POST", "/admin/approvals", "", body).status()).isEqualTo(404);
    }

    private OperatorApi.Answer approve(String person, OperatorApi.Answer asked) {
        var hash = asked.at("approval").textAt("hash");
        return send(
                person,
                "POST",
                "/admin/approvals/{id}/approve",
                id(asked),
                Json.object().with("hash", hash).build());
    }

    private OperatorApi.Answer apply(String person, OperatorApi.Answer asked, String... texts) {
        return send(person, "POST", "/admin/apply", "", body("approval", id(asked), texts));
    }

    private static Json body(String name, String value, String... texts) {
        var body = (Json.Obj) StrictJson.read(OperatorApi.body("apply", false, texts));
        var more = Json.object();
        body.members().forEach(more::with);
        return more.with(name, value).build();
    }

    private OperatorApi.Answer send(String person, String method, String resource, String id, Json body) {
        var event = OperatorApi.from(OPERATORS, person, method, resource).body(body);
        return api.send(id.isEmpty() ? event : event.path("id", id));
    }

    private static String id(OperatorApi.Answer asked) {
        return asked.at("approval").textAt("id");
    }

    private List<AuditEntry> facts(Phase phase) {
        return api.auditStore.entries().stream()
                .filter(entry -> entry.phase() == phase)
                .toList();
    }
}

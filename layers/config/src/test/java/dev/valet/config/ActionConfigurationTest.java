package dev.valet.config;

import static dev.valet.config.Texts.ACTIONS;
import static dev.valet.config.Texts.ACTION_GRANTS;
import static dev.valet.config.Texts.AGENTS;
import static dev.valet.config.Texts.GUARDRAILS;
import static dev.valet.config.Texts.ISSUERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.audit.AuditLog;
import dev.valet.registry.ApplyConfiguration;
import dev.valet.registry.ApplyConfiguration.Applied;
import dev.valet.registry.Authority;
import dev.valet.registry.Configuration.Stored;
import dev.valet.registry.Deployment;
import dev.valet.registry.Operator;
import dev.valet.registry.Plan;
import dev.valet.testkit.MemoryAudit;
import dev.valet.testkit.MemoryConfiguration;
import dev.valet.testkit.Sample;
import dev.valet.testkit.TurnableClock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Actions and their grants, from files to what is configured. */
class ActionConfigurationTest {
    private static final Operator ADA =
            new Operator(Sample.role(Sample.VALET_ACCOUNT, "valet-operators"), "ada@acme.example");
    private static final Deployment HERE = new Deployment(
            Optional.of(Sample.VALET_ACCOUNT),
            Set.of(Sample.DEVELOPMENT_ACCOUNT),
            Set.of(ADA.role()),
            Set.of("arn:aws:kms:eu-west-1:111122223333:key/0e0e"));

    private final MemoryConfiguration configuration = new MemoryConfiguration();
    private final MemoryAudit audit = new MemoryAudit();
    private final ApplyConfiguration apply =
            new ApplyConfiguration(configuration, HERE, new AuditLog(audit), new TurnableClock());

    private static List<SourceFile> files(String actions, String grants) {
        return List.of(
                new SourceFile("issuers.yaml", ISSUERS),
                new SourceFile("agents.yaml", AGENTS),
                new SourceFile("actions.yaml", actions),
                new SourceFile("grants.yaml", grants),
                new SourceFile("guardrails.yaml", GUARDRAILS));
    }

    private static List<String> faults(String actions, String grants) {
        return new ReadConfiguration()
                .check(files(actions, grants), HERE).stream()
                        .map(Fault::toString)
                        .toList();
    }

    private Plan.Outcome outcome(String actions, String grants) {
        return apply.plan(new ReadConfiguration().read(files(actions, grants)).documents(), true);
    }

    private Plan plan(String actions, String grants) {
        return switch (outcome(actions, grants)) {
            case Plan.Outcome.Planned(Plan plan) -> plan;
            case Plan.Outcome.Refused refused -> throw new AssertionError(refused);
        };
    }

    private Applied apply(String actions, String grants) {
        return apply.apply(plan(actions, grants), ADA, new Authority.Alone());
    }

    private static List<String> steps(Plan plan) {
        return plan.changes().stream()
                .map(change ->
                        change.op().word() + " " + change.document().kind().word() + " "
                                + change.document().id())
                .filter(step -> step.contains("action") || step.contains("grant "))
                .toList();
    }

    private List<String> refusals(String actions, String grants) {
        var reading = new ReadConfiguration().read(files(actions, grants));
        return switch (apply.plan(reading.documents(), true)) {
            case Plan.Outcome.Planned planned -> throw new AssertionError(planned);
            case Plan.Outcome.Refused(var broken) ->
                reading.faults(broken).stream().map(Fault::toString).toList();
        };
    }

    @Test
    void actionsAreWrittenBeforeTheGrantsThatNameThemAndRemovedAfter() {
        var plan = plan(ACTIONS, ACTION_GRANTS);
        assertThat(steps(plan))
                .containsExactly(
                        "create action notify-team",
                        "create action pay-invoice",
                        "create grant team-notices",
                        "create grant supplier-invoices");
        assertThat(apply.apply(plan, ADA, new Authority.Alone())).isEqualTo(new Applied(9, Optional.empty()));
        assertThat(steps(plan("", "")))
                .containsExactly(
                        "remove grant supplier-invoices",
                        "remove grant team-notices",
                        "remove action notify-team",
                        "remove action pay-invoice");
        assertThat(apply("", "")).isEqualTo(new Applied(4, Optional.empty()));
    }

    @Test
    void anActionOfProductionIsNotOnePersonsToWrite() { // T-25
        assertThat(plan(ACTIONS, "").reachesProduction())
                .as("an agent reaches it")
                .isTrue();
        apply(ACTIONS, "");
        assertThat(plan(ACTIONS.replace("maxLength: 16", "maxLength: 15"), "").reachesProduction())
                .as("an action of staging")
                .isFalse();
        var production =
                ACTIONS.replace("pay-invoice", "pay-any").replace("environment: staging", "environment: production");
        assertThat(plan(production, "").reachesProduction()).isTrue();
    }

    @Test
    void aRepeatFindsNothingToDoAndAChangeIsOnRecord() {
        apply(ACTIONS, ACTION_GRANTS);
        assertThat(apply(ACTIONS, ACTION_GRANTS)).isEqualTo(new Applied(0, Optional.empty()));
        assertThat(apply(ACTIONS.replace("maxLength: 400", "maxLength: 200"), ACTION_GRANTS))
                .isEqualTo(new Applied(1, Optional.empty()));
        assertThat(audit.entries().getLast().facts())
                .containsEntry("kind", "action")
                .containsEntry("id", "notify-team")
                .containsEntry("replaces", "1")
                .containsEntry("diff", "/input/properties/message/maxLength: 400 → 200");
    }

    @Test
    void whatComesBackIsANewVersion() {
        apply(ACTIONS, ACTION_GRANTS);
        apply("", "");
        apply(ACTIONS, ACTION_GRANTS);
        assertThat(configuration.read().documents())
                .filteredOn(stored -> stored.document().kind().word().equals("action"))
                .extracting(Stored::version)
                .containsExactly(3L, 3L);
    }

    @ParameterizedTest
    @MethodSource
    void aBadActionNamesTheLineTheColumnAndTheRule(String old, String changed, String fault) {
        assertThat(ACTIONS + ACTION_GRANTS).contains(old);
        assertThat(faults(ACTIONS.replace(old, changed), ACTION_GRANTS.replace(old, changed)))
                .containsExactly(fault);
    }

    static Stream<Arguments> aBadActionNamesTheLineTheColumnAndTheRule() {
        return Stream.of(
                // the action by itself, its schema among it
                arguments("impact: low", "impact: none", "actions.yaml:3:9: /impact: is low or high"),
                arguments(
                        "team: {type: string, maxLength: 20}",
                        "team: {type: string}",
                        "actions.yaml:8:5: /input/properties/team: " + SchemaRules.TEXT),
                arguments(
                        "copies: {type: integer",
                        "copies: {type: number",
                        "actions.yaml:10:20: /input/properties/copies/type: " + SchemaRules.WHOLE),
                arguments(
                        "  additionalProperties: false\nlambda:\n  function: arn:aws:lambda:eu-west-1:444455556666:function:notify",
                        "lambda:\n  function: arn:aws:lambda:eu-west-1:444455556666:function:notify",
                        "actions.yaml:5:1: /input: " + SchemaRules.OBJECT),
                arguments(
                        "copies: {type: integer, minimum: 1",
                        "copies: {type: integer, minimum: one",
                        "actions.yaml:10:38: /input/properties/copies/minimum: is of type number"),
                arguments(
                        "amount: amount, currency",
                        "amount: sum, currency",
                        "actions.yaml:28:18: /spends/amount: names a required member of the input of type string"),
                // between documents
                arguments(
                        "action: notify-team\nparameters",
                        "action: notify-teams\nparameters",
                        "grants.yaml:5:9: /action: is the name of an action"),
                arguments(
                        "environment: sandbox\ninput",
                        "environment: staging\ninput",
                        "grants.yaml:3:14: /environment: is that of its action, staging"),
                arguments(
                        "  team: {oneOf: [blue, red]}",
                        "  copies: {oneOf: [blue, red]}",
                        "grants.yaml:6:1: /parameters: narrow members of the action's input of type string: message, team"),
                arguments(
                        "budget: {currency: EUR, perCall: \"500.00\", perDay: \"2000.00\", payees: [acct_1, acct_2]}\n",
                        "",
                        "grants.yaml:9:1: /budget: is required, because the action spends"),
                arguments(
                        "  team: {oneOf: [blue, red]}\n",
                        "  team: {oneOf: [blue, red]}\nbudget: {unit: tokens, perCall: 5, perDay: 9}\n",
                        "grants.yaml:8:1: /budget: is for actions that spend only"),
                arguments(
                        "budget: {currency: EUR, perCall: \"500.00\", perDay: \"2000.00\", payees: [acct_1, acct_2]}",
                        "budget: {currency: EUR, perCall: \"500.00\", perDay: \"2000.00\"}",
                        "grants.yaml:14:1: /budget/payees: lists who may be paid"),
                arguments(
                        "description: Pays two suppliers",
                        "description: Pays two suppliers\nttlSeconds: 300",
                        "grants.yaml:13:13: /ttlSeconds: is not a known member"));
    }

    @Test
    void tokensAndMoneyAreNotTakenForEachOther() {
        var tokens = ACTION_GRANTS.replaceAll("budget: .*", "budget: {unit: tokens, perCall: 5, perDay: 9}");
        assertThat(faults(ACTIONS, tokens))
                .containsExactly(
                        "grants.yaml:14:1: /budget: is of a currency, as its action spends",
                        "grants.yaml:14:1: /budget/payees: lists who may be paid");
    }

    @Test
    void anAgentHasOneGrantOfAnAction() {
        var second = ACTION_GRANTS + "---\n"
                + ACTION_GRANTS
                        .substring(0, ACTION_GRANTS.indexOf("---\n"))
                        .replace("grant: team-notices", "grant: more-notices");
        assertThat(faults(ACTIONS, second)).containsExactly("grants.yaml:20:9: /action: is granted to one agent once");
        var another = second.replace("more-notices\nagent: reporter", "more-notices\nagent: ci-build");
        assertThat(faults(ACTIONS, another)).isEmpty();
    }

    @Test
    void aGrantStaysOfItsActionAndAnActionInItsEnvironment() {
        apply(ACTIONS, ACTION_GRANTS);
        var other = ACTIONS.replace("action: notify-team", "action: notify-teams");
        var moved = ACTION_GRANTS.replace("action: notify-team", "action: notify-teams");
        assertThat(refusals(other, moved))
                .containsExactly(
                        "grants.yaml:5:9: /action: stays as it is; a grant of something else needs another name");
        assertThat(refusals(ACTIONS.replace("environment: staging", "environment: production"), ACTION_GRANTS))
                .contains(
                        "actions.yaml:19:14: /environment: stays staging; an action of another environment needs another name");
        var renamed = moved.replace("grant: team-notices", "grant: team-notes");
        assertThat(apply(other, renamed)).isEqualTo(new Applied(4, Optional.empty()));
    }

    @Test
    void anActionThatIsGrantedIsNotRemoved() {
        apply(ACTIONS, ACTION_GRANTS);
        assertThat(refusals(ACTIONS.substring(0, ACTIONS.indexOf("---\n")), ACTION_GRANTS))
                .containsExactly("grants.yaml:13:9: /action: is the name of an action");
    }

    @Test
    void anActionOpensValetsOwnSecretsForActionsOnly() { // S-6
        var blind = """
                action: post-message
                description: Posts a message
                impact: low
                environment: sandbox
                input: {type: object, additionalProperties: false}
                http:
                  host: api.chat.example
                  method: POST
                  path: /v1/messages
                  credential: {secret: "arn:aws:secretsmanager:eu-west-1:%s-AbC123", as: bearer}
                  answer: {done: [{status: [200]}]}
                """;
        assertThat(faults(blind.formatted("111122223333:secret:valet/actions/chat"), ""))
                .isEmpty();
        var rule = "actions.yaml:6:1: /http: opens secrets of Valet's own account only, named valet/actions/…";
        for (var secret : List.of(
                "444455556666:secret:valet/actions/chat", // somebody else's account
                "111122223333:secret:valet/github/chat", // another of Valet's own
                "111122223333:secret:valet/actions-chat",
                "111122223333:secret:team/valet/actions/chat")) {
            assertThat(faults(blind.formatted(secret), "")).as(secret).containsExactly(rule);
        }
    }

    @Test
    void anActionSignsWithAKeyOfValetsOwnAccount() {
        var sign = """
                action: sign-order
                description: Signs one order
                impact: high
                environment: sandbox
                input:
                  type: object
                  properties: {order: {type: string, maxLength: 40}}
                  required: [order]
                  additionalProperties: false
                kmsSign:
                  type: order-1
                  key: arn:aws:kms:eu-west-1:%s:key/1f0e
                  algorithm: ECDSA_SHA_256
                  members: [order]
                """;
        assertThat(faults(sign.formatted("111122223333"), "")).isEmpty();
        assertThat(faults(sign.formatted("444455556666"), ""))
                .containsExactly("actions.yaml:12:8: /kmsSign/key: is of Valet's own account");
        assertThat(faults(sign.formatted("111122223333").replace("key/1f0e", "key/0e0e"), "")) // INV-17
                .containsExactly(
                        "actions.yaml:12:8: /kmsSign/key: is none of the keys by which Valet signs for itself");
    }
}

package dev.valet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.EntityValidationRequest;
import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.policy.PolicySet;
import dev.valet.Json;
import dev.valet.action.Action;
import dev.valet.action.Impact;
import dev.valet.budget.Amount;
import dev.valet.budget.Unit;
import dev.valet.grant.ApprovalRule;
import dev.valet.grant.Grant;
import dev.valet.grant.Parameters;
import dev.valet.guardrail.Guardrail;
import dev.valet.guardrail.GuardrailId;
import dev.valet.guardrail.Guardrails;
import dev.valet.guardrail.Question;
import dev.valet.guardrail.Ruling;
import dev.valet.identity.Environment;
import dev.valet.identity.Principal;
import dev.valet.testkit.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CedarGuardrailsTest {
    private static final Ruling PASSED = new Ruling.Passed();
    private static final Ruling ERROR = new Ruling.Forbidden(CedarGuardrails.ERROR);
    private static final Instant SATURDAY_NOON = Instant.parse("2026-11-21T12:34:56.789Z");

    @BeforeAll
    static void cedarItselfIsUsedToo() {
        CedarLibrary.prepare();
    }

    private static Guardrail guardrail(String id, String cedar) {
        return new Guardrail(new GuardrailId(id), "A rule", cedar);
    }

    private static Guardrails guardrails(String... cedar) {
        return CedarGuardrails.of(IntStream.range(0, cedar.length)
                .mapToObj(i -> guardrail("rule-" + i, cedar[i]))
                .toList());
    }

    private static String forbidWhen(String condition) {
        return "forbid (principal, action, resource) when { " + condition + " };";
    }

    private static Question question(Principal principal, Grant grant) {
        return new Question.OfLease(
                principal,
                false,
                Sample.agent("reporter", Environment.PRODUCTION, principal),
                grant,
                new Parameters(new TreeMap<>(Map.of("team", "web"))),
                600,
                SATURDAY_NOON);
    }

    private static final Question ASKED =
            question(Sample.role("reporter"), Sample.reports("reporter", "reports-reader"));
    private static final Question ASKED_BY_TOKEN =
            question(Sample.subject("pod-7"), Sample.secretValue("reporter", "crm-key"));

    private static Question performing(Action action, Json.Obj input, Optional<Question.Spent> spent) {
        var caller = Sample.role("bookkeeper");
        return new Question.OfPerformance(
                caller,
                false,
                Sample.agent("bookkeeper", Environment.PRODUCTION, caller),
                Sample.performing("bookkeeper", "invoices", action, Optional.empty()),
                action,
                input,
                spent,
                SATURDAY_NOON);
    }

    private static final Question PAYING = performing(
            Sample.pay("pay-invoice"),
            Json.object()
                    .with("amount", "500.00")
                    .with("currency", "EUR")
                    .with("payee", "acct_1")
                    .build(),
            Optional.of(new Question.Spent(new Amount(Unit.currency("EUR"), 50_000), Optional.of("acct_1"), true)));
    private static final Question TELLING = performing(
            Sample.notify("notify-team"),
            Json.object()
                    .with("channel", "web")
                    .with("message", "done")
                    .with("copies", 11)
                    .with("urgent", true)
                    .build(),
            Optional.empty());

    private static List<String> problems(String cedar) {
        return new CedarCheck()
                .check(guardrail("rule-0", cedar)).stream()
                        .map(CedarProblem::rule)
                        .toList();
    }

    @Test
    void withoutGuardrailsCedarIsNotEvenAsked() {
        assertThat(CedarGuardrails.of(List.of())).isSameAs(Guardrails.NONE);
    }

    @Test
    void whatNoGuardrailForbidsPasses() {
        var never = guardrails(forbidWhen("context.ttlSeconds > 900"));
        assertThat(never.rule(ASKED)).isEqualTo(PASSED);
        assertThat(never.rule(ASKED_BY_TOKEN)).isEqualTo(PASSED);
    }

    @Test
    void forbidWinsAndIsNamed() {
        var second = guardrails(forbidWhen("context.ttlSeconds > 900"), forbidWhen("context.ttlSeconds > 300"));
        assertThat(second.rule(ASKED)).isEqualTo(new Ruling.Forbidden("guardrail.rule-1"));
    }

    @Test
    void ofSeveralThatForbidTheFirstByNameIsNamed() {
        var both = guardrails(forbidWhen("context.ttlSeconds > 300"), forbidWhen("context.ttlSeconds > 299"));
        assertThat(both.rule(ASKED)).isEqualTo(new Ruling.Forbidden("guardrail.rule-0"));
    }

    @Test
    void oneThatAsksIsLiftedByAnApproval() {
        assertThat(asking(forbidWhen("context.ttlSeconds > 900"), forbidWhen("context.ttlSeconds > 300"))
                        .rule(ASKED))
                .isEqualTo(new Ruling.Asks("guardrail.ask-1", new ApprovalRule(2, Duration.ofMinutes(30))));
        assertThat(asking(forbidWhen("context.ttlSeconds > 900")).rule(ASKED)).isEqualTo(PASSED);
    }

    @Test
    void ofSeveralThatAskTheStricterHolds() {
        assertThat(asking(forbidWhen("context.ttlSeconds > 299"), forbidWhen("context.ttlSeconds > 300"))
                        .rule(ASKED))
                .isEqualTo(new Ruling.Asks("guardrail.ask-0", new ApprovalRule(2, Duration.ofMinutes(30))));
    }

    @Test
    void oneThatNothingLiftsWinsOverThoseThatAsk() { // INV-6
        var both = new ArrayList<>(List.of(guardrail("zz-never", forbidWhen("context.ttlSeconds > 300"))));
        both.add(new Guardrail(
                new GuardrailId("ask"), "A rule", forbidWhen("context.ttlSeconds > 299"), ApprovalRule.REQUIRED));
        assertThat(CedarGuardrails.of(both).rule(ASKED)).isEqualTo(new Ruling.Forbidden("guardrail.zz-never"));
    }

    @Test
    void anErrorIsADenialAlsoWhereAGuardrailOnlyAsks() { // INV-6, T-12
        assertThat(asking(forbidWhen("context.account == \"444455556666\"")).rule(ASKED))
                .isEqualTo(ERROR);
    }

    private static Guardrails asking(String... cedar) {
        return CedarGuardrails.of(IntStream.range(0, cedar.length)
                .mapToObj(i -> new Guardrail(
                        new GuardrailId("ask-" + i),
                        "A rule",
                        cedar[i],
                        new ApprovalRule(i + 1, Duration.ofMinutes(60 - 30 * i))))
                .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "principal == Agent::\"reporter\" && principal.owner == \"team-reporter\"",
                "principal.environment == Environment::\"production\"",
                "resource == Grant::\"reports-reader\" && resource.kind == Kind::\"aws\"",
                "resource.environment == Environment::\"sandbox\" && context.environment == resource.environment",
                "resource.account == \"444455556666\" && resource.ttlSeconds == 900",
                "resource.escapeActions.isEmpty()",
                "context has aws && context.aws.account == \"444455556666\" && context.aws.role == \"reporter\"",
                "context has aws.uniqueId && context.aws.uniqueId like \"AROA*\"",
                "!(context has oidc) && !context.development",
                "context.parameters.hasTag(\"team\") && context.parameters.getTag(\"team\") == \"web\"",
                "context.weekday == Weekday::\"saturday\" && context.hour == 12",
                "context.now == datetime(\"2026-11-21T12:34:56Z\")",
                "context.now.toTime() >= duration(\"12h\") && context.ttlSeconds == 600"
            })
    void aGuardrailMayAsk(String condition) {
        assertThat(problems(forbidWhen(condition))).isEmpty();
        assertThat(guardrails(forbidWhen(condition)).rule(ASKED)).isEqualTo(new Ruling.Forbidden("guardrail.rule-0"));
        assertThat(guardrails(forbidWhen("!(" + condition + ")")).rule(ASKED)).isEqualTo(PASSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "context has oidc && context.oidc.issuer == \"https://issuer.example\"",
                "context has oidc && context.oidc.claims.hasTag(\"sub\") && context.oidc.claims.getTag(\"sub\") == \"pod-7\"",
                "!(context has aws) && resource.kind == Kind::\"secret\" && resource.account == \"444455556666\""
            })
    void aGuardrailMayAskOfABearer(String condition) {
        assertThat(problems(forbidWhen(condition))).isEmpty();
        assertThat(guardrails(forbidWhen(condition)).rule(ASKED_BY_TOKEN))
                .isEqualTo(new Ruling.Forbidden("guardrail.rule-0"));
    }

    /** T-12: Cedar alone would answer Allow to each of these, because it skips the forbid that failed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "context.account == \"444455556666\"", // a missing attribute
                "resource.owner == \"me\"",
                "context.oidc.issuer == \"x\"", // one that is there for other callers only
                "context.parameters.getTag(\"region\") == \"x\"",
                "context.ttlSeconds * 9223372036854775807 > 0", // an overflow
                "context.ttlSeconds + 9223372036854775807 > 0",
                "context.ttlSeconds > \"300\"", // a wrong type
                "context.weekday > 5",
                "principal.owner",
                "Agent::\"nobody\".owner == \"x\"", // an entity that is not there
                "ip(context.aws.account).isLoopback()", // an extension that fails
                "decimal(\"1.23456\").lessThan(decimal(\"1.0\"))"
            })
    void aForbidThatFailsDenies(String condition) { // INV-6
        assertThat(cedarAlone(forbidWhen(condition))).isTrue();
        assertThat(guardrails(forbidWhen(condition)).rule(ASKED)).isEqualTo(ERROR);
        assertThat(guardrails(forbidWhen("context.ttlSeconds > 900"), forbidWhen(condition))
                        .rule(ASKED))
                .isEqualTo(ERROR);
        assertThat(guardrails(forbidWhen("context.ttlSeconds > 300"), forbidWhen(condition))
                        .rule(ASKED))
                .isEqualTo(ERROR);
    }

    private static boolean cedarAlone(String forbid) {
        try {
            var asked = CedarQuestion.of(ASKED);
            var policies = new PolicySet(
                    Set.of(new Policy("permit (principal, action, resource);", "all"), new Policy(forbid, "rule")));
            return new BasicAuthorizationEngine()
                    .isAuthorized(asked.request(), policies, asked.entities())
                    .success
                    .orElseThrow()
                    .isAllowed();
        } catch (com.cedarpolicy.model.exception.AuthException broken) {
            throw new AssertionError(broken);
        }
    }

    @Test
    void aStoredGuardrailThatDoesNotParseDeniesEverything() { // INV-5
        assertThat(guardrails("forbid (").rule(ASKED)).isEqualTo(ERROR);
        assertThat(guardrails(forbidWhen("context.ttlSeconds > 900"), "").rule(ASKED))
                .isEqualTo(ERROR);
        assertThat(guardrails("permit(principal,action,resource); permit(principal,action,resource);")
                        .rule(ASKED))
                .isEqualTo(ERROR);
    }

    @Test
    void aStoredPermitDoesNotReplaceValetsOwn() {
        assertThat(guardrails("permit (principal, action, resource);").rule(ASKED))
                .isEqualTo(ERROR);
    }

    @ParameterizedTest
    @MethodSource
    void anUnsoundGuardrailIsRefusedWhenItIsWritten(String cedar, String rule) {
        assertThat(problems(cedar)).anySatisfy(problem -> assertThat(problem).contains(rule));
    }

    static Stream<Arguments> anUnsoundGuardrailIsRefusedWhenItIsWritten() {
        return Stream.of(
                arguments("", "unexpected end of input"),
                arguments("// nothing", "unexpected end of input"),
                arguments("forbid (principal, action, resource) when {", "unexpected end of input"),
                arguments("permit (principal, action, resource);", CedarCheck.FORBID),
                arguments(
                        "forbid (principal, action, resource); forbid (principal, action, resource);",
                        "unexpected token"),
                arguments("forbid (principal == ?principal, action, resource);", "template"),
                arguments("forbid (principal, action == Action::\"isue\", resource);", "unrecognized action"),
                arguments(forbidWhen("context.account == \"x\""), "not found"),
                arguments(forbidWhen("context.aws.account == \"x\""), "optional attribute"),
                arguments(forbidWhen("context.parameters.getTag(\"team\") == \"x\""), "hasTag"),
                arguments(forbidWhen("context.ttlSeconds > \"300\""), "expected Long but saw String"),
                arguments(forbidWhen("principal.owner"), "expected Bool"),
                arguments(forbidWhen("resource.kind == Kind::\"github\""), "not declared as a valid eid"),
                arguments(forbidWhen("context.weekday == Weekday::\"Saturday\""), "not declared as a valid eid"),
                arguments(forbidWhen("principal == resource"), "impossible"),
                arguments(forbidWhen("context.ttlSeconds == 1 && false"), "impossible"),
                arguments(forbidWhen("context.now < datetime(\"soon\")"), "datetime"),
                arguments(forbidWhen("principal.owner == \"p\u0430ypal\""), "mixed scripts"),
                arguments(forbidWhen("principal.owner == \"a\u202eb\""), "BIDI"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"(", "!", "-", "[", "{a: ", "if true then ", "context.ttlSeconds + ", "context.aws.", "\"", "/*"
            })
    void aGuardrailOfNothingButNestingIsRefusedAndHarmsNobody(String part) { // INV-25
        var deep = "forbid (principal, action, resource) when { " + part.repeat(9_000 / part.length());
        assertThat(problems(deep)).isNotEmpty();
        assertThat(guardrails(deep).rule(ASKED)).isEqualTo(ERROR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resource.action == \"pay-invoice\"",
                "resource.impact == Impact::\"high\"",
                "resource.environment == Environment::\"sandbox\"",
                "resource == ActionGrant::\"invoices\"",
                "principal == Agent::\"bookkeeper\"",
                "context has spends && context.spends.amount > 49999 && context.spends.unit == \"EUR\"",
                "context has spends && context.spends has payee && context.spends.payee == \"acct_1\"",
                "context has spends && context.spends.newPayee",
                "context.parameters.hasTag(\"payee\") && context.parameters.getTag(\"payee\") == \"acct_1\"",
                "context.environment == Environment::\"sandbox\" && !context.development",
                "context has aws && context.aws.account == \"444455556666\"",
                "context.weekday == Weekday::\"saturday\" && context.hour == 12",
            })
    void aGuardrailMaySpeakOfPerformingAlone(String condition) {
        var cedar = "forbid (principal, action == Action::\"perform\", resource) when { " + condition + " };";
        assertThat(problems(cedar)).isEmpty();
        assertThat(guardrails(cedar).rule(PAYING)).isEqualTo(new Ruling.Forbidden("guardrail.rule-0"));
        assertThat(guardrails(cedar.replace(" when {", " unless {")).rule(PAYING))
                .isEqualTo(PASSED);
        assertThat(guardrails(cedar).rule(ASKED)).isEqualTo(PASSED);
    }

    @Test
    void wholeNumbersOfTheInputCanBeCompared() {
        var many = "forbid (principal, action == Action::\"perform\", resource)"
                + " when { context.numbers.hasTag(\"copies\") && context.numbers.getTag(\"copies\") > 10 };";
        assertThat(problems(many)).isEmpty();
        assertThat(guardrails(many).rule(TELLING)).isEqualTo(new Ruling.Forbidden("guardrail.rule-0"));
        assertThat(guardrails(many).rule(PAYING)).isEqualTo(PASSED);
    }

    /** Whatever was written of leases before there were actions is still sound, and says nothing of a performance by mistake. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "context.ttlSeconds > 300",
                "resource.kind == Kind::\"secret\"",
                "resource.account == \"444455556666\"",
                "resource.ttlSeconds > 600",
                "resource.escapeActions.contains(\"kms:Decrypt\")",
                "context.parameters.hasTag(\"team\") && context.parameters.getTag(\"team\") == \"web\"",
            })
    void aGuardrailThatNamesNoActionFindsInAPerformanceWhatItAsksOfALease(String condition) {
        assertThat(problems(forbidWhen(condition))).isEmpty();
        assertThat(guardrails(forbidWhen(condition)).rule(PAYING)).isEqualTo(PASSED);
        assertThat(guardrails(forbidWhen("!(" + condition + ")")).rule(PAYING))
                .isEqualTo(new Ruling.Forbidden("guardrail.rule-0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resource.impact == Impact::\"medium\"",
                "context.spends.amount > 5",
                "context.numbers.getTag(\"copies\") > 1",
                "resource.owner == \"x\"",
            })
    void whatAPerformanceDoesNotHaveIsRefused(String condition) {
        assertThat(problems("forbid (principal, action == Action::\"perform\", resource) when { " + condition + " };"))
                .isNotEmpty();
    }

    /** What is asked is what the schema says, so a guardrail that passes the check cannot fail for lack of a fact. */
    @Test
    void everyQuestionFitsTheSchema() {
        var engine = new BasicAuthorizationEngine();
        for (var asked : List.of(
                CedarQuestion.of(ASKED),
                CedarQuestion.of(ASKED_BY_TOKEN),
                CedarQuestion.of(PAYING),
                CedarQuestion.of(TELLING))) {
            var context = asked.request().context;
            var request = new AuthorizationRequest(
                    asked.request().principalEUID,
                    asked.request().actionEUID,
                    asked.request().resourceEUID,
                    context,
                    Optional.of(CedarSchema.parsed()),
                    true);
            assertThatCode(() -> engine.validateEntities(
                            new EntityValidationRequest(CedarSchema.parsed(), new ArrayList<>(asked.entities()))))
                    .doesNotThrowAnyException();
            assertThatCode(() -> assertThat(engine.isAuthorized(
                                            request,
                                            new PolicySet(
                                                    Set.of(new Policy("permit (principal, action, resource);", "all"))),
                                            asked.entities())
                                    .success)
                            .isPresent())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void theSchemasListsAreOurs() {
        assertThat(CedarSchema.text())
                .contains(
                        list("Environment", Arrays.stream(Environment.values()).map(Environment::word)))
                .contains(list(
                        "Kind",
                        Stream.concat(
                                Arrays.stream(dev.valet.grant.Kind.values()).map(dev.valet.grant.Kind::word),
                                Stream.of("action"))))
                .contains(list("Impact", Arrays.stream(Impact.values()).map(Impact::word)))
                .contains(list(
                        "Weekday",
                        Arrays.stream(java.time.DayOfWeek.values())
                                .map(day -> day.name().toLowerCase(java.util.Locale.ROOT))));
    }

    private static String list(String type, Stream<String> words) {
        return "entity " + type + " enum ["
                + words.map(word -> '"' + word + '"').collect(java.util.stream.Collectors.joining(", ")) + "];";
    }

    @Test
    void guardrailsAreAskedByManyAtOnce() {
        var guarded = guardrails(forbidWhen("context.ttlSeconds > 300"));
        assertThat(IntStream.range(0, 100)
                        .parallel()
                        .mapToObj(_ -> guarded.rule(ASKED))
                        .distinct())
                .containsExactly(new Ruling.Forbidden("guardrail.rule-0"));
    }
}

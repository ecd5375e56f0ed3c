package dev.valet.aws;

import static dev.valet.aws.Samples.NOON;
import static dev.valet.aws.Samples.READER;
import static dev.valet.aws.Samples.REPORTER;
import static dev.valet.aws.Samples.action;
import static dev.valet.aws.Samples.agent;
import static dev.valet.aws.Samples.grant;
import static dev.valet.aws.Samples.guardrail;
import static dev.valet.aws.Samples.performing;
import static dev.valet.aws.Samples.role;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Malformed;
import dev.valet.Unavailable;
import dev.valet.grant.ActionId;
import dev.valet.grant.GrantId;
import dev.valet.guardrail.Guardrail;
import dev.valet.guardrail.Guardrails;
import dev.valet.guardrail.Ruling;
import dev.valet.identity.AgentId;
import dev.valet.identity.Principal;
import dev.valet.registry.Control;
import dev.valet.registry.Document;
import dev.valet.registry.Registered;
import dev.valet.registry.Registry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoRegistryTest {
    private static final String FORBID = "forbid(principal, action, resource);";

    private final Wire wire = new Wire();
    private final StateTable table = new LocalTables().state(wire);
    private final TurningClock clock = new TurningClock(NOON);
    private final List<List<Guardrail>> compiled = new ArrayList<>();
    private final Configured configuration = new Configured(table);
    private final DynamoRegistry registry = new DynamoRegistry(table, this::compile, clock);

    private Guardrails compile(List<Guardrail> guardrails) {
        compiled.add(guardrails);
        return _ -> new Ruling.Forbidden("guardrail." + guardrails.getFirst().id());
    }

    @Test
    void aRegisteredIdentitySpeaksForItsAgentAndNobodyElseDoes() { // INV-1
        register();
        assertThat(registry.agentOf(role("reporter")))
                .contains(new Registered<>(agent("reporter", role("reporter")), 1, true));
        assertThat(registry.agentOf(role("stranger"))).isEmpty();
        var again = new Principal.AwsRole("aws", "444455556666", "reporter", "AROAMADEAGAINANEW");
        assertThat(registry.agentOf(again)).as("deleted and made again").isEmpty();
    }

    @Test
    void twoPrincipalsNeverShareAnAnswer() { // T-26
        register();
        configuration.put(new Document.OfAgent(agent("billing", role("billing"))), 0);
        for (int i = 0; i < 2; i++) { // from the table, then from memory
            assertThat(idOf(role("reporter"))).isEqualTo("reporter");
            assertThat(idOf(role("billing"))).isEqualTo("billing");
        }
    }

    @Test
    void whatIsLiveIsKeptForAMinute() {
        register();
        registry.agentOf(role("reporter"));
        registry.grant(REPORTER, READER);
        registry.rules();
        wire.forgetCalls();

        registry.agentOf(role("reporter"));
        registry.grant(REPORTER, READER);
        registry.rules();
        assertThat(wire.calls()).isEmpty();

        clock.turn(Duration.ofSeconds(60));
        registry.grant(REPORTER, READER);
        assertThat(wire.calls()).containsExactly("GetItem");
    }

    @Test
    void whatIsAbsentOrRevokedIsAskedEveryTime() { // T-26
        assertThat(registry.agentOf(role("reporter"))).isEmpty();
        assertThat(registry.grant(REPORTER, READER)).isEmpty();
        register();
        assertThat(registry.agentOf(role("reporter"))).isPresent();

        set(StateKey.grant(REPORTER, READER), "live", AttributeValue.fromBool(false));
        assertThat(registry.grant(REPORTER, READER).map(Registered::live)).contains(false);
        set(StateKey.grant(REPORTER, READER), "live", AttributeValue.fromBool(true));
        assertThat(registry.grant(REPORTER, READER).map(Registered::live)).contains(true);
    }

    @Test
    void aFreshReadAlsoRefreshesWhatIsKept() {
        register();
        registry.grant(REPORTER, READER);
        set(StateKey.grant(REPORTER, READER), "live", AttributeValue.fromBool(false));
        assertThat(registry.grant(REPORTER, READER).map(Registered::live)).contains(true);
        assertThat(registry.fresh().grant(REPORTER, READER).map(Registered::live))
                .contains(false);
        assertThat(registry.grant(REPORTER, READER).map(Registered::live)).contains(false);
    }

    @Test
    void aRowThatCannotBeReadIsAbsent() { // INV-5
        register();
        set(StateKey.grant(REPORTER, READER), "doc", AttributeValue.fromS("{\"grant\":\"reports-reader\""));
        set(StateKey.agent(REPORTER), "version", AttributeValue.fromS("one"));
        assertThat(registry.grant(REPORTER, READER)).isEmpty();
        assertThat(registry.agentOf(role("reporter"))).isEmpty();
        assertThat(registry.grantsOf(REPORTER)).isEmpty();
    }

    @Test
    void aTableThatDoesNotAnswerIsNoAnswer() { // INV-5
        wire.cut("*");
        assertThatThrownBy(() -> registry.agentOf(role("reporter")))
                .isInstanceOf(Unavailable.class)
                .hasMessage("dynamodb-unreachable")
                .hasNoCause();
        assertThatThrownBy(registry::rules).isInstanceOf(Unavailable.class);
    }

    @Test
    void grantsAreListedByNameAndOnlyTheAgentsOwn() { // INV-4
        register();
        configuration.put(new Document.OfGrant(grant("reporter", "archive-reader")), 0);
        configuration.put(new Document.OfGrant(grant("billing", "bills")), 0);
        configuration.put(new Document.OfGrant(grant("reporter", "gone")), 0);
        configuration.remove(new Document.OfGrant(grant("reporter", "gone")), 1);
        assertThat(registry.grantsOf(REPORTER))
                .extracting(found -> found.value().id().text())
                .containsExactly("archive-reader", "reports-reader");
    }

    private static final ActionId NOTIFY = ActionId.parse("notify-team");

    private void grantAction() {
        configuration.put(new Document.OfAction(action("notify-team")), 0);
        configuration.put(new Document.OfGrant(performing("reporter", "notices", "notify-team")), 0);
    }

    @Test
    void theOneGrantOfAnActionIsFoundByKey() {
        grantAction();
        wire.forgetCalls();
        assertThat(registry.grantFor(REPORTER, NOTIFY))
                .contains(new Registered<>(performing("reporter", "notices", "notify-team"), 1, true));
        assertThat(registry.action(NOTIFY)).contains(new Registered<>(action("notify-team"), 1, true));
        assertThat(wire.calls()).containsOnly("GetItem");
        assertThat(registry.grantFor(AgentId.parse("billing"), NOTIFY)).isEmpty();
        assertThat(registry.grantFor(REPORTER, ActionId.parse("pay-invoice"))).isEmpty();
        assertThat(registry.action(ActionId.parse("pay-invoice"))).isEmpty();
    }

    @Test
    void anActionAndItsGrantAreKeptForAMinute() {
        grantAction();
        registry.grantFor(REPORTER, NOTIFY);
        registry.action(NOTIFY);
        wire.forgetCalls();
        registry.grantFor(REPORTER, NOTIFY);
        registry.action(NOTIFY);
        assertThat(wire.calls()).isEmpty();

        clock.turn(Duration.ofSeconds(60));
        registry.action(NOTIFY);
        assertThat(wire.calls()).containsExactly("GetItem");
        registry.forget();
        registry.grantFor(REPORTER, NOTIFY);
        assertThat(wire.calls()).containsExactly("GetItem", "GetItem", "GetItem");
    }

    @Test
    void anActionThatIsAbsentOrRemovedIsAskedEveryTime() { // T-26
        assertThat(registry.grantFor(REPORTER, NOTIFY)).isEmpty();
        assertThat(registry.action(NOTIFY)).isEmpty();
        grantAction();
        assertThat(registry.grantFor(REPORTER, NOTIFY)).isPresent();
        assertThat(registry.action(NOTIFY)).isPresent();

        configuration.remove(new Document.OfGrant(performing("reporter", "notices", "notify-team")), 1);
        configuration.remove(new Document.OfAction(action("notify-team")), 1);
        assertThat(registry.grantFor(REPORTER, NOTIFY)).as("kept").isPresent();
        assertThat(registry.fresh().grantFor(REPORTER, NOTIFY)).isEmpty();
        assertThat(registry.fresh().action(NOTIFY).map(Registered::live)).contains(false);
        assertThat(registry.grantFor(REPORTER, NOTIFY)).as("no longer").isEmpty();
        assertThat(registry.action(NOTIFY).map(Registered::live)).contains(false);
    }

    @Test
    void aRevokedGrantOfAnActionIsNotLive() {
        grantAction();
        set(StateKey.grant(REPORTER, GrantId.parse("notices")), "live", AttributeValue.fromBool(false));
        assertThat(registry.grantFor(REPORTER, NOTIFY).map(Registered::live)).contains(false);
    }

    /** Whatever the row says that leads to it. */
    @Test
    void theGrantItselfSaysWhatItIsOf() {
        register();
        grantAction();
        set(StateKey.performs(REPORTER, NOTIFY), "grant", AttributeValue.fromS("reports-reader"));
        assertThat(registry.grantFor(REPORTER, NOTIFY)).isEmpty();
        set(StateKey.performs(REPORTER, NOTIFY), "grant", AttributeValue.fromS("Not A Name"));
        assertThat(registry.grantFor(REPORTER, NOTIFY)).isEmpty();
        set(StateKey.action(NOTIFY), "doc", AttributeValue.fromS("{\"action\":\"notify-team\"}"));
        assertThat(registry.action(NOTIFY)).isEmpty();
    }

    @Test
    void withoutGuardrailsNothingIsCompiled() {
        assertThat(registry.rules()).isEqualTo(new Registry.Ruleset(Control.INITIAL, Guardrails.NONE));
        assertThat(compiled).isEmpty();
    }

    @Test
    void guardrailsAreCompiledOncePerRevision() {
        var first = guardrail("no-nights", FORBID);
        configuration.put(new Document.OfGuardrail(first), 0);
        assertThat(registry.fresh().rules().control()).isEqualTo(new Control(0, 1, true));
        registry.fresh().rules();
        assertThat(compiled).containsExactly(List.of(first));

        var second = guardrail("no-weekends", FORBID);
        configuration.put(new Document.OfGuardrail(second), 0);
        assertThat(registry.fresh().rules().control().revision()).isEqualTo(2);
        assertThat(compiled.getLast()).containsExactly(first, second);

        configuration.remove(new Document.OfGuardrail(first), 1);
        configuration.remove(new Document.OfGuardrail(second), 1);
        assertThat(registry.fresh().rules().guardrails()).isSameAs(Guardrails.NONE);
    }

    @Test
    void aGuardrailThatCannotBeReadRefusesEverything() { // INV-6: left out, it would be lifted
        configuration.put(new Document.OfGuardrail(guardrail("no-nights", FORBID)), 0);
        set(StateKey.guardrail(guardrail("no-nights", FORBID).id()), "doc", AttributeValue.fromS("{}"));
        assertThat(registry.rules().guardrails()).isSameAs(Guardrails.REFUSING);
    }

    @Test
    void guardrailsThatDoNotCompileRefuseEverything() {
        configuration.put(new Document.OfGuardrail(guardrail("no-nights", FORBID)), 0);
        var broken = new DynamoRegistry(
                table,
                _ -> {
                    throw new Malformed("is Cedar");
                },
                clock);
        assertThat(broken.rules().guardrails()).isSameAs(Guardrails.REFUSING);
    }

    @Test
    void aGuardrailThatSomebodyDeletedIsMissed() { // a lost row, or a transaction seen half
        var guardrail = guardrail("no-nights", FORBID);
        configuration.put(new Document.OfGuardrail(guardrail), 0);
        table.dynamo.deleteItem(delete -> delete.tableName(table.name)
                .key(StateKey.guardrail(guardrail.id()).attributes()));
        assertThatThrownBy(registry::rules).isInstanceOf(Unavailable.class).hasMessage("guardrails-in-motion");
    }

    private String idOf(Principal principal) {
        return registry.agentOf(principal).orElseThrow().value().id().text();
    }

    private void register() {
        assertThat(configuration.put(new Document.OfAgent(agent("reporter", role("reporter"))), 0))
                .isTrue();
        assertThat(configuration.put(new Document.OfGrant(grant("reporter", "reports-reader")), 0))
                .isTrue();
    }

    private void set(StateKey key, String name, AttributeValue value) {
        table.dynamo.updateItem(update -> update.tableName(table.name)
                .key(key.attributes())
                .updateExpression("SET #name = :value")
                .expressionAttributeNames(Map.of("#name", name))
                .expressionAttributeValues(Map.of(":value", value)));
    }
}

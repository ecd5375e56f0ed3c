package dev.valet.aws;

import static dev.valet.aws.Samples.action;
import static dev.valet.aws.Samples.agent;
import static dev.valet.aws.Samples.grant;
import static dev.valet.aws.Samples.guardrail;
import static dev.valet.aws.Samples.issuer;
import static dev.valet.aws.Samples.role;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Unavailable;
import dev.valet.grant.ActionId;
import dev.valet.identity.AgentId;
import dev.valet.registry.Configuration.Stored;
import dev.valet.registry.Document;
import dev.valet.registry.Document.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoConfigurationTest {
    private final Wire wire = new Wire();
    private final StateTable table = new LocalTables().state(wire);
    private final Configured configuration = new Configured(table);

    private final Document reporter = new Document.OfAgent(agent("reporter", role("reporter"), role("deputy")));
    private final Document reader = new Document.OfGrant(grant("reporter", "reports-reader"));
    private final Document cluster = new Document.OfIssuer(issuer("cluster", "https://oidc.example/cluster"));
    private final Document rule =
            new Document.OfGuardrail(guardrail("no-nights", "forbid(principal,action,resource);"));

    @Test
    void whatWasPutIsFoundAndListedInOrder() {
        for (var document : new Document[] {rule, reader, reporter, cluster}) {
            assertThat(configuration.put(document, 0)).isTrue();
        }
        assertThat(configuration.all())
                .containsExactly(
                        new Stored(cluster, 1, true),
                        new Stored(reporter, 1, true),
                        new Stored(reader, 1, true),
                        new Stored(rule, 1, true));
        assertThat(configuration.find(Kind.GRANT, "reports-reader")).contains(new Stored(reader, 1, true));
        assertThat(configuration.find(Kind.AGENT, "reports-reader")).isEmpty();
    }

    @Test
    void aChangeNamesTheVersionItReplaces() {
        configuration.put(reader, 0);
        assertThat(configuration.put(reader, 0)).isFalse();
        assertThat(configuration.put(reader, 2)).isFalse();
        assertThat(configuration.put(reader, 1)).isTrue();
        assertThat(configuration.remove(reader, 1)).isFalse();
        assertThat(configuration.find(Kind.GRANT, "reports-reader")).contains(new Stored(reader, 2, true));
    }

    @Test
    void noVersionComesBackAfterARemoval() {
        configuration.put(reader, 0);
        assertThat(configuration.remove(reader, 1)).isTrue();
        assertThat(configuration.find(Kind.GRANT, "reports-reader")).isEmpty();
        assertThat(configuration.all()).isEmpty();
        assertThat(configuration.put(reader, 1)).isFalse();
        assertThat(configuration.put(reader, 0)).isTrue();
        assertThat(configuration.find(Kind.GRANT, "reports-reader")).contains(new Stored(reader, 3, true));
    }

    @Test
    void applyNeverResumes() { // not by a change, and not by removing and putting back
        configuration.put(reporter, 0);
        set(StateKey.agent(agent("reporter").id()), "live", AttributeValue.fromBool(false));
        assertThat(configuration.put(reporter, 1)).isTrue();
        assertThat(configuration.find(Kind.AGENT, "reporter")).contains(new Stored(reporter, 2, false));

        configuration.remove(reporter, 2);
        configuration.put(reporter, 0);
        assertThat(configuration.find(Kind.AGENT, "reporter")).contains(new Stored(reporter, 4, false));
    }

    @Test
    void oneIdentitySpeaksForOneAgent() { // INV-1
        configuration.put(reporter, 0);
        var thief = new Document.OfAgent(agent("thief", role("thief"), role("deputy")));
        assertThat(configuration.put(thief, 0)).isFalse();
        assertThat(configuration.find(Kind.AGENT, "thief")).isEmpty();
        assertThat(table.get(StateKey.principal(role("thief")))).isEmpty();

        configuration.put(new Document.OfAgent(agent("reporter", role("reporter"))), 1);
        assertThat(configuration.put(thief, 0)).as("the identity was given up").isTrue();
    }

    @Test
    void aRemovedAgentGivesUpItsIdentities() {
        configuration.put(reporter, 0);
        configuration.remove(reporter, 1);
        assertThat(table.get(StateKey.principal(role("deputy")))).isEmpty();
    }

    @Test
    void aGrantsNameIsTakenOnceInTheDeployment() {
        configuration.put(reader, 0);
        assertThat(configuration.put(new Document.OfGrant(grant("billing", "reports-reader")), 0))
                .isFalse();
    }

    @Test
    void aGrantThatMovesLeavesNothingLiveBehind() {
        configuration.put(reader, 0);
        set(StateKey.grant(agent("reporter").id(), Samples.READER), "live", AttributeValue.fromBool(false));
        var moved = new Document.OfGrant(grant("billing", "reports-reader"));
        assertThat(configuration.put(moved, 1)).isTrue();
        assertThat(configuration.all()).containsExactly(new Stored(moved, 2, false));
        assertThat(table.get(StateKey.grant(agent("reporter").id(), Samples.READER))
                        .orElseThrow()
                        .isRemoved())
                .isTrue();
    }

    private static final ActionId NOTIFY = ActionId.parse("notify-team");

    private static Document performing(String agent, String id, String action) {
        return new Document.OfGrant(Samples.performing(agent, id, action));
    }

    private Optional<String> leadsTo(String agent) {
        return table.get(StateKey.performs(AgentId.parse(agent), NOTIFY))
                .filter(row -> row.has("grant"))
                .map(row -> row.text("grant"));
    }

    @Test
    void anActionIsARowOfItsOwn() {
        var notify = new Document.OfAction(action("notify-team"));
        assertThat(configuration.put(notify, 0)).isTrue();
        assertThat(configuration.all()).containsExactly(new Stored(notify, 1, true));
        assertThat(configuration.remove(notify, 1)).isTrue();
        assertThat(configuration.find(Kind.ACTION, "notify-team")).isEmpty();
        assertThat(configuration.put(notify, 0)).isTrue();
        assertThat(configuration.find(Kind.ACTION, "notify-team")).contains(new Stored(notify, 3, true));
    }

    @Test
    void anAgentHasOneGrantOfAnAction() {
        assertThat(configuration.put(performing("reporter", "notices", "notify-team"), 0))
                .isTrue();
        assertThat(leadsTo("reporter")).contains("notices");
        assertThat(configuration.put(performing("reporter", "more-notices", "notify-team"), 0))
                .isFalse();
        assertThat(configuration.find(Kind.GRANT, "more-notices")).isEmpty();
        assertThat(leadsTo("reporter")).contains("notices");
        assertThat(configuration.put(performing("billing", "bills-notices", "notify-team"), 0))
                .as("another agent has its own")
                .isTrue();
        assertThat(configuration.put(performing("reporter", "notices", "notify-team"), 1))
                .as("its own grant may change")
                .isTrue();
    }

    @Test
    void aRemovedGrantGivesUpItsAction() {
        var notices = performing("reporter", "notices", "notify-team");
        configuration.put(notices, 0);
        assertThat(configuration.remove(notices, 1)).isTrue();
        assertThat(leadsTo("reporter")).isEmpty();
        assertThat(configuration.put(performing("reporter", "more-notices", "notify-team"), 0))
                .isTrue();
        assertThat(leadsTo("reporter")).contains("more-notices");
        assertThat(configuration.put(notices, 0)).as("it comes back too late").isFalse();
    }

    @Test
    void aGrantThatNoLongerPerformsGivesUpItsAction() {
        configuration.put(performing("reporter", "reports-reader", "notify-team"), 0);
        assertThat(configuration.put(reader, 1)).isTrue();
        assertThat(leadsTo("reporter")).isEmpty();
        assertThat(configuration.put(performing("reporter", "reports-reader", "notify-team"), 2))
                .isTrue();
        assertThat(leadsTo("reporter")).contains("reports-reader");
    }

    @Test
    void aGrantOfAnActionThatMovesLeavesNoWayToIt() {
        configuration.put(performing("reporter", "notices", "notify-team"), 0);
        assertThat(configuration.put(performing("billing", "notices", "notify-team"), 1))
                .isTrue();
        assertThat(leadsTo("reporter")).isEmpty();
        assertThat(leadsTo("billing")).contains("notices");
    }

    @Test
    void anIssuersUrlIsTakenOnce() { // T-05
        configuration.put(cluster, 0);
        assertThat(configuration.put(new Document.OfIssuer(issuer("other", "https://oidc.example/cluster")), 0))
                .isFalse();
        var moved = new Document.OfIssuer(issuer("cluster", "https://oidc.example/new"));
        assertThat(configuration.put(moved, 1)).isTrue();
        assertThat(configuration.all()).containsExactly(new Stored(moved, 2, true));
        assertThat(configuration.put(cluster, 2)).as("and back").isTrue();
        assertThat(configuration.all()).containsExactly(new Stored(cluster, 3, true));
    }

    @Test
    void everyChangeOfAGuardrailOrAnIssuerMovesTheRevision() {
        configuration.put(rule, 0);
        configuration.put(rule, 1);
        configuration.remove(rule, 2);
        configuration.put(cluster, 0);
        configuration.put(reporter, 0);
        assertThat(ControlRow.read(table.get(StateKey.control())).control().revision())
                .isEqualTo(4);
    }

    @Test
    void ofTwoChangesAtOnceOneWins() throws Exception {
        configuration.put(reader, 0);
        var changes = IntStream.range(0, 8)
                .mapToObj(_ -> together(() -> configuration.put(reader, 1)))
                .toList();
        long won = 0;
        for (var change : changes) {
            won += change.get() ? 1 : 0;
        }
        assertThat(won).isEqualTo(1);
        assertThat(configuration.all()).containsExactly(new Stored(reader, 2, true));
    }

    @Test
    void ofTwoThatFitOneConfigurationAndNotEachOtherOneIsWritten() throws Exception {
        var both = new DynamoConfiguration(table);
        for (int round = 0; round < 10; round++) {
            var agent = new Document.OfAgent(agent("agent-" + round, role("role" + round)));
            configuration.put(agent, 0);
            var grant = new Document.OfGrant(grant(agent.id(), "grant-" + round));
            long edition = both.read().edition();
            var removal = together(() -> both.remove(agent, 1, edition));
            var addition = together(() -> both.put(grant, 0, edition));
            assertThat(removal.get() && addition.get()).isFalse();
            assertThat(configuration.find(Kind.GRANT, grant.id()).isPresent()
                            && configuration.find(Kind.AGENT, agent.id()).isEmpty())
                    .as("a grant without its agent")
                    .isFalse();
        }
    }

    @Test
    void whatWasPlannedOnAnEarlierEditionIsNotWritten() {
        configuration.put(reporter, 0);
        var late = new DynamoConfiguration(table);
        var planned = late.read();
        configuration.remove(reporter, 1);
        assertThat(late.put(reader, 0, planned.edition())).isFalse();
        assertThat(late.put(reader, 0, planned.edition() + 2)).isFalse();
        assertThat(late.put(reader, 0, 0)).isFalse();
        assertThat(late.read().documents()).isEmpty();
        assertThat(late.put(reader, 0, late.read().edition())).isTrue();
        assertThat(late.remove(reader, 1, planned.edition())).isFalse();
    }

    private static CompletableFuture<Boolean> together(BooleanSupplier write) {
        return CompletableFuture.supplyAsync(
                () -> isWritten(write), task -> Thread.ofVirtual().start(task));
    }

    /** Of two in each other's way one is told so, and is not written. */
    private static boolean isWritten(BooleanSupplier write) {
        try {
            return write.getAsBoolean();
        } catch (Unavailable contended) {
            return false;
        }
    }

    @Test
    void aLostReplyIsRecognised() { // T-32
        configuration.put(reader, 0);
        wire.loseRepliesOf("TransactWriteItems", 1);
        assertThat(configuration.put(reader, 1)).isTrue();
        assertThat(wire.calls()).endsWith("TransactWriteItems", "TransactWriteItems");
        assertThat(configuration.all()).containsExactly(new Stored(reader, 2, true));
    }

    @Test
    void whatCannotBeWrittenIsSaidToBeUnknown() {
        wire.cut("TransactWriteItems");
        assertThatThrownBy(() -> configuration.put(reader, 0)).isInstanceOf(Unavailable.class);
    }

    private void set(StateKey key, String name, AttributeValue value) {
        table.dynamo.updateItem(update -> update.tableName(table.name)
                .key(key.attributes())
                .updateExpression("SET #name = :value")
                .expressionAttributeNames(Map.of("#name", name))
                .expressionAttributeValues(Map.of(":value", value)));
    }
}

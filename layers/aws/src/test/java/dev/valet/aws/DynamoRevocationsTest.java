package dev.valet.aws;

import static dev.valet.aws.Samples.NOON;
import static dev.valet.aws.Samples.READER;
import static dev.valet.aws.Samples.REPORTER;
import static dev.valet.aws.Samples.agent;
import static dev.valet.aws.Samples.grant;
import static dev.valet.aws.Samples.lease;
import static dev.valet.aws.Samples.role;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Unavailable;
import dev.valet.grant.GrantId;
import dev.valet.grant.SecretArn;
import dev.valet.identity.AgentId;
import dev.valet.identity.RoleArn;
import dev.valet.lease.Lease;
import dev.valet.lease.LeaseId;
import dev.valet.lease.Leases.Look;
import dev.valet.limit.Limits;
import dev.valet.registry.Document;
import dev.valet.revocation.Asker;
import dev.valet.revocation.Revocation;
import dev.valet.revocation.Revocation.State;
import dev.valet.revocation.RevocationId;
import dev.valet.revocation.Revocations.Begun;
import dev.valet.revocation.Revocations.Granted;
import dev.valet.revocation.Scope;
import dev.valet.revocation.SecretVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoRevocationsTest {
    private static final Scope THE_GRANT = new Scope.OfGrant(REPORTER, READER);
    private static final RoleArn ROLE = RoleArn.parse(Samples.ROLE);
    private static final SecretVersion VALUE = new SecretVersion(
            SecretArn.parse("arn:aws:secretsmanager:eu-west-1:111122223333:secret:leasable/reports-webhook-Wh7mTx"),
            "5f0c8a1e-0000-4000-8000-000000000001");

    private final LocalTables tables = new LocalTables();
    private final Wire wire = new Wire();
    private final StateTable table = tables.state(wire);
    private final Configured configuration = new Configured(table);
    private final DynamoLeases leases = new DynamoLeases(table);
    private final DynamoRevocations revocations = new DynamoRevocations(table);
    private final Lease lease = lease(NOON);

    @BeforeEach
    void anAgentWithAGrantAndALease() {
        configuration.put(new Document.OfAgent(agent("reporter", role("reporter"))), 0);
        configuration.put(new Document.OfGrant(grant("reporter", "reports-reader")), 0);
        leases.open(lease, Limits.NONE, Limits.NONE);
        wire.forgetCalls();
    }

    @ParameterizedTest
    @MethodSource("everyScope")
    void whatIsRevokedIsDeadAndPendingInOneTransaction(Scope scope) { // INV-9
        var asked = asked(ofTheLease(scope));
        assertThat(revocations.begin(asked)).isEqualTo(new Begun.Ours());
        assertThat(wire.calls()).containsExactly("TransactWriteItems");
        assertThat(leases.look(lease)).isEqualTo(Look.OVER);
        assertThat(revocations.find(asked.id())).contains(asked);
        assertThat(revocations.pending()).containsExactly(asked);
    }

    @ParameterizedTest
    @MethodSource("everyScope")
    void whatIsRevokedIsNotRevokedAgain(Scope scope) {
        var first = asked(ofTheLease(scope));
        revocations.begin(first);
        assertThat(revocations.begin(asked(ofTheLease(scope)))).isEqualTo(new Begun.Before(first));
        assertThat(revocations.pending()).containsExactly(first);
    }

    @ParameterizedTest
    @MethodSource("everyScope")
    void aBeginningWhoseReplyWasLostIsOurs(Scope scope) { // T-32
        var asked = asked(ofTheLease(scope));
        wire.loseReplies(1);
        assertThat(revocations.begin(asked)).isEqualTo(new Begun.Ours());
        assertThat(revocations.pending()).containsExactly(asked);
    }

    @ParameterizedTest
    @MethodSource("everyScope")
    void aBeginningOfWhichNobodyKnowsIsFoundByWhoeverAsksAgain(Scope scope) { // T-32
        var first = asked(ofTheLease(scope));
        wire.loseReplies(3);
        assertThatThrownBy(() -> revocations.begin(first)).isInstanceOf(Unavailable.class);
        assertThat(revocations.begin(first)).isEqualTo(new Begun.Ours());
        assertThat(revocations.begin(asked(ofTheLease(scope)))).isEqualTo(new Begun.Before(first));
    }

    static Stream<Scope> everyScope() {
        return Stream.of(
                new Scope.OfLease(REPORTER, READER, LeaseId.parse("vl-00000000000000000000000000")),
                THE_GRANT,
                new Scope.OfAgent(REPORTER),
                new Scope.Everything());
    }

    /** The lease of this test, which a table of scopes cannot name. */
    private Scope ofTheLease(Scope scope) {
        return scope instanceof Scope.OfLease ? new Scope.OfLease(REPORTER, READER, lease.id()) : scope;
    }

    @Test
    void whatIsNotThereLeavesNothing() {
        var nobody = AgentId.parse("nobody");
        for (var scope : List.of(
                new Scope.OfLease(REPORTER, READER, lease(NOON).id()),
                new Scope.OfGrant(REPORTER, GrantId.parse("another")),
                new Scope.OfGrant(nobody, READER),
                new Scope.OfAgent(nobody))) {
            assertThat(revocations.begin(asked(scope))).isEqualTo(new Begun.Nothing());
        }
        assertThat(revocations.recent(10)).isEmpty();
        assertThat(revocations.pending()).isEmpty();
    }

    @Test
    void whatCannotBeAskedForIsNotBegun() { // 7.4
        wire.cut("TransactWriteItems");
        assertThatThrownBy(() -> revocations.begin(asked(THE_GRANT)))
                .isInstanceOf(Unavailable.class)
                .hasMessage("dynamodb-unreachable");
        assertThat(leases.look(lease)).isEqualTo(Look.LIVE);
        assertThat(revocations.pending()).isEmpty();
    }

    @Test
    void anAgentsRevocationIsFoundByTheAgent() {
        assertThat(revocations.ofAgent(REPORTER)).isEmpty();
        var asked = asked(new Scope.OfAgent(REPORTER));
        revocations.begin(asked);
        assertThat(revocations.ofAgent(REPORTER)).contains(asked);
    }

    @Test
    void theNewestAreListedFirstAndThePendingOldestFirst() {
        var first = asked(new Scope.OfAgent(REPORTER), NOON);
        var second = asked(THE_GRANT, NOON.plusSeconds(1));
        revocations.begin(first);
        revocations.begin(second);
        assertThat(revocations.recent(2)).containsExactly(second, first);
        assertThat(revocations.recent(1)).containsExactly(second);
        assertThat(revocations.pending()).containsExactly(first, second);
        revocations.done(first.id());
        revocations.done(first.id());
        assertThat(revocations.pending()).containsExactly(second);
        assertThat(revocations.find(first.id())).contains(first);
    }

    @Test
    void whatWasAppliedMeanwhileIsAsDead() { // apply never writes liveness
        revocations.begin(asked(THE_GRANT));
        assertThat(configuration.put(new Document.OfGrant(grant("reporter", "reports-reader")), 2))
                .isTrue();
        assertThat(leases.look(at(1, 3))).isEqualTo(Look.OVER);
    }

    @Test
    void whatWasRemovedIsAsDeadWhenItIsAppliedAgain() {
        var reader = new Document.OfGrant(grant("reporter", "reports-reader"));
        configuration.remove(reader, 1);
        revocations.begin(asked(THE_GRANT));
        assertThat(revocations.grant(REPORTER, READER)).contains(new Granted(READER, Optional.of(ROLE)));
        assertThat(configuration.put(reader, 0)).isTrue();
        assertThat(row(StateKey.grant(REPORTER, READER)).flag("live")).isFalse();
    }

    @Test
    void itMovesForwardAndNeverBack() {
        var asked = asked(THE_GRANT);
        revocations.begin(asked);
        var revoked = revoked(asked, NOON.plusSeconds(1));
        assertThat(revocations.advance(revoked)).isEqualTo(revoked);

        // Another one is at it too, later and knowing less.
        var known = confirmed(revoked, NOON.plusSeconds(3));
        assertThat(revocations.advance(known)).isEqualTo(known);
        var recorded = recorded(revoked(asked, NOON.plusSeconds(9)));
        assertThat(revocations.advance(recorded)).isEqualTo(recorded(known));
        assertThat(revocations.advance(confirmed(revoked, NOON.plusSeconds(10))))
                .isEqualTo(recorded(known));
        assertThat(revocations.find(asked.id())).contains(recorded(known));
    }

    @Test
    void whatWasLiftedStaysLifted() {
        var asked = asked(THE_GRANT);
        revocations.begin(asked);
        var revoked = revocations.advance(recorded(revoked(asked, NOON)));
        revocations.lift(revoked);
        var late = revocations.advance(confirmed(revoked, NOON.plusSeconds(5)));
        assertThat(late).isEqualTo(confirmed(revoked, NOON.plusSeconds(5)).lifted());
        assertThat(leases.look(at(1, 3))).isEqualTo(Look.LIVE);
    }

    @Test
    void nothingIsAdvancedThatWasNotBegun() {
        assertThatThrownBy(() -> revocations.advance(revoked(asked(THE_GRANT), NOON)))
                .isInstanceOf(Unavailable.class);
        assertThat(revocations.recent(1)).isEmpty();
    }

    @Test
    void onlyWhatIsFinishedIsLiftedAndOnlyOnce() {
        var asked = asked(THE_GRANT);
        revocations.begin(asked);
        assertThat(revocations.lift(asked)).isFalse();
        assertThat(leases.look(at(1, 2))).isEqualTo(Look.OVER);

        var revoked = revocations.advance(revoked(asked, NOON));
        assertThat(revocations.lift(revoked)).isTrue();
        assertThat(revocations.lift(revoked)).isFalse();
        assertThat(revocations.find(asked.id())).contains(revoked.lifted());
        assertThat(leases.look(at(1, 3))).as("at a new version").isEqualTo(Look.LIVE);
        assertThat(leases.look(lease)).as("decided on before").isEqualTo(Look.MOVED);
    }

    @Test
    void aLiftWhoseReplyWasLostIsDone() { // T-32
        var asked = asked(THE_GRANT);
        revocations.begin(asked);
        var revoked = revocations.advance(revoked(asked, NOON));
        wire.loseRepliesOf("TransactWriteItems", 1);
        assertThat(revocations.lift(revoked)).isTrue();
        assertThat(leases.look(at(1, 3))).isEqualTo(Look.LIVE);
    }

    @Test
    void whatMovedBetweenReadingAndLiftingIsNotLifted() {
        var asked = asked(THE_GRANT);
        revocations.begin(asked);
        var revoked = revocations.advance(revoked(asked, NOON));
        var changing = new ExecutionInterceptor() {
            @Override
            public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
                if ("TransactWriteItems".equals(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME))) {
                    configuration.put(new Document.OfGrant(grant("reporter", "reports-reader")), 2);
                }
            }
        };
        assertThat(new DynamoRevocations(tables.state(changing)).lift(revoked)).isFalse();
        assertThat(leases.look(at(1, 3))).isEqualTo(Look.OVER);
        assertThat(revocations.find(asked.id())).contains(revoked);
    }

    @Test
    void whatWasRemovedMeanwhileIsLiftedAndStaysAway() {
        var reader = new Document.OfGrant(grant("reporter", "reports-reader"));
        var asked = asked(THE_GRANT);
        revocations.begin(asked);
        var revoked = revocations.advance(revoked(asked, NOON));
        configuration.remove(reader, 2);
        assertThat(revocations.lift(revoked)).isTrue();
        assertThat(leases.look(at(1, 4))).isEqualTo(Look.OVER);
        assertThat(configuration.put(reader, 0)).isTrue();
        assertThat(leases.look(at(1, 5))).as("applied again").isEqualTo(Look.LIVE);
    }

    @Test
    void afterEverythingWasLiftedAnEarlierDecisionIsOfTheLastEpoch() {
        var asked = asked(new Scope.Everything());
        revocations.begin(asked);
        revocations.lift(revocations.advance(revoked(asked, NOON)));
        assertThat(leases.look(lease)).isEqualTo(Look.MOVED);
    }

    @Test
    void aMarkedLeaseStaysMarkedByWhoeverCameFirst() {
        var first = RevocationId.next(NOON);
        revocations.end(lease, first);
        revocations.end(lease, RevocationId.next(NOON));
        assertThat(revocations.lease(REPORTER, READER, lease.id())).contains(lease.state(Lease.State.REVOKED));
        assertThat(row(LeaseRow.key(lease)).text("revocation")).isEqualTo(first.text());
    }

    @Test
    void nothingIsMarkedThatWasNeverALease() { // INV-28
        var never = lease(NOON);
        revocations.end(never, RevocationId.next(NOON));
        assertThat(revocations.lease(REPORTER, READER, never.id())).isEmpty();
    }

    @Test
    void leasesAreFoundToTheLastPage() {
        for (int i = 0; i < 40; i++) { // more than a megabyte, which is what one page has
            var row = new java.util.HashMap<>(LeaseRow.write(lease(NOON.plusSeconds(i))));
            row.put("padding", AttributeValue.fromS("x".repeat(60_000)));
            table.dynamo.putItem(put -> put.tableName(table.name).item(row));
        }
        wire.forgetCalls();
        assertThat(revocations.leases(REPORTER, READER, NOON.minusSeconds(1))).hasSize(41);
        assertThat(wire.calls()).hasSizeGreaterThan(2).containsOnly("Query");
    }

    @Test
    void olderLeasesAreLeftAlone() {
        var old = lease(NOON.minus(Duration.ofMinutes(20)));
        leases.open(old, Limits.NONE, Limits.NONE);
        assertThat(revocations.leases(REPORTER, READER, NOON)).containsExactly(lease);
        assertThat(revocations.leases(REPORTER, READER, old.issuedAt())).containsExactly(old, lease);
    }

    @Test
    void aLeaseThatCannotBeReadIsNotPassedOver() { // INV-14
        set(LeaseRow.key(lease), "state", "LIVELY");
        assertThatThrownBy(() -> revocations.leases(REPORTER, READER, NOON))
                .isInstanceOf(Unavailable.class)
                .hasMessage("lease-unreadable");
    }

    @Test
    void aGrantThatCannotBeReadIsAGrantAllTheSame() {
        set(StateKey.grant(REPORTER, READER), "doc", "{}");
        assertThat(revocations.grantsOf(REPORTER)).containsExactly(new Granted(READER, Optional.empty()));
    }

    @Test
    void everyRoleThatWasEverLeasedIsKnown() {
        assertThat(revocations.roles()).containsExactly(ROLE);
        configuration.remove(new Document.OfGrant(grant("reporter", "reports-reader")), 1);
        assertThat(revocations.roles()).containsExactly(ROLE);
        assertThat(revocations.grantsOf(REPORTER)).containsExactly(new Granted(READER, Optional.of(ROLE)));
    }

    @Test
    void aRevocationThatCannotBeReadEndsTheReading() { // nothing is ended, or allowed, on a guess
        var asked = asked(THE_GRANT);
        revocations.begin(asked);
        set(StateKey.revocation(asked.id()), "state", "REVOKISH");
        assertThatThrownBy(revocations::pending).isInstanceOf(Unavailable.class).hasMessage("revocation-unreadable");
    }

    private static Revocation asked(Scope scope) {
        return asked(scope, NOON);
    }

    private static Revocation asked(Scope scope, Instant at) {
        return Revocation.begin(scope, new Asker("an operator's role", "ann"), "a drill", at);
    }

    private static Revocation revoked(Revocation asked, Instant when) {
        return further(asked, State.REVOKED, Optional.of(when), Optional.empty(), List.of(ROLE), false);
    }

    private static Revocation confirmed(Revocation one, Instant when) {
        return further(one, one.state(), one.revokedAt(), Optional.of(when), one.roles(), one.recorded());
    }

    private static Revocation recorded(Revocation one) {
        return further(one, one.state(), one.revokedAt(), one.confirmedAt(), one.roles(), true);
    }

    private static Revocation further(
            Revocation one,
            State state,
            Optional<Instant> revokedAt,
            Optional<Instant> confirmedAt,
            List<RoleArn> roles,
            boolean recorded) {
        return new Revocation(
                one.id(),
                one.scope(),
                one.by(),
                one.reason(),
                one.at(),
                state,
                revokedAt,
                confirmedAt,
                roles,
                List.of(VALUE),
                true,
                recorded);
    }

    /** A lease that was decided on these versions. */
    private Lease at(long agentVersion, long grantVersion) {
        var decided = new Lease(
                lease(NOON).id(),
                lease.agent(),
                lease.grant(),
                lease.environment(),
                lease.kind(),
                lease.endedBy(),
                lease.rotateOnEnd(),
                lease.target(),
                lease.principal(),
                lease.parameters(),
                lease.reason(),
                lease.issuedAt(),
                lease.expiresAt(),
                new Lease.Basis(agentVersion, grantVersion, 0, 0),
                Lease.State.LIVE);
        leases.open(decided, Limits.NONE, Limits.NONE);
        return decided;
    }

    private Row row(StateKey key) {
        return table.get(key).orElseThrow();
    }

    private void set(StateKey key, String name, String value) {
        table.dynamo.updateItem(update -> update.tableName(table.name)
                .key(key.attributes())
                .updateExpression("SET #name = :value")
                .expressionAttributeNames(Map.of("#name", name))
                .expressionAttributeValues(Map.of(":value", AttributeValue.fromS(value))));
    }
}

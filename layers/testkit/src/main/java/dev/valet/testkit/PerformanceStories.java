package dev.valet.testkit;

import static dev.valet.testkit.ActionWorld.payment;
import static dev.valet.testkit.ActionWorld.question;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Hash;
import dev.valet.Json;
import dev.valet.Reason;
import dev.valet.Unavailable;
import dev.valet.action.PerformanceId;
import dev.valet.approval.Approval;
import dev.valet.approval.ApprovalId;
import dev.valet.approval.Vote;
import dev.valet.budget.Amount;
import dev.valet.budget.Caps;
import dev.valet.budget.Charge;
import dev.valet.grant.Grant;
import dev.valet.identity.Environment;
import dev.valet.lease.Leases.Look;
import dev.valet.limit.Limits;
import dev.valet.performance.ActionRequest;
import dev.valet.performance.ActionVerdict;
import dev.valet.performance.Performance;
import dev.valet.performance.Performance.State;
import dev.valet.performance.Performances;
import dev.valet.performance.Performances.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of performances keeps. */
public abstract class PerformanceStories {
    private ActionWorld world = new ActionWorld();
    private Performances performances = world.store().performances();

    protected abstract ActionWorld world();

    @BeforeEach
    void aWorld() {
        world = world();
        performances = world.store().performances();
    }

    @Test
    void whatIsReservedIsOnRecordAsItWas() { // INV-8
        var payment = reserved("1");
        assertThat(reserve(payment)).isEqualTo(new Reservation.Reserved());
        assertThat(performances.find(payment.id())).contains(payment);
        assertThat(used(payment)).isEqualTo(100);
        assertThat(performances.find(PerformanceId.of("nobody", "1"))).isEmpty();
    }

    @Test
    void anotherAttemptWithTheSameKeyFindsTheFirst() { // INV-20
        var first = reserved("1");
        reserve(first);
        var second = attempt(payment("1"), "another-nonce");
        assertThat(reserve(second)).isEqualTo(new Reservation.Repeat(first));
        assertThat(used(first)).isEqualTo(100);
    }

    @Test
    void anAttemptWhoseReplyWasLostFindsItself() { // T-32
        var payment = reserved("1");
        reserve(payment);
        assertThat(reserve(payment)).isEqualTo(new Reservation.Reserved());
        assertThat(used(payment)).isEqualTo(100);
    }

    @Test
    void aFullBudgetRefusesAndNothingIsWritten() { // INV-19
        reserve(attempt(payment("1", "5.00", "acme"), "one"));
        reserve(attempt(payment("2", "4.01", "acme"), "two"));
        var third = reserved("3");
        assertThat(reserve(third))
                .isEqualTo(new Reservation.Refused(
                        Reason.LIMIT_REACHED,
                        Caps.PER_DAY,
                        third.charge().orElseThrow().renewal()));
        assertThat(performances.find(third.id())).isEmpty();
        assertThat(used(third)).isEqualTo(901);
        assertThat(reserve(attempt(payment("4", "0.99", "acme"), "four"))).isEqualTo(new Reservation.Reserved());
        assertThat(used(third)).isEqualTo(1000);
    }

    @Test
    void aFullBudgetOfAPayeeLeavesTheDaysAlone() {
        world.caps(new Caps(ActionWorld.EUR, 300, 1000, Optional.of(300L), Set.of("acme", "globex")));
        var first = attempt(payment("1", "3.00", "acme"), "one");
        reserve(first);
        assertThat(reserve(reserved("2")))
                .isInstanceOfSatisfying(
                        Reservation.Refused.class,
                        full -> assertThat(full.rule()).isEqualTo(Caps.PER_PAYEE));
        assertThat(used(first)).isEqualTo(300);
        reserve(attempt(payment("3", "2.00", "globex"), "three"));
        assertThat(used(first)).isEqualTo(500);
        assertThat(world.store().used(first, Optional.of("acme"))).isEqualTo(300);
        move(first, first.released(world.clock.instant(), Reason.NOT_PERFORMED, "x", true));
        assertThat(world.store().used(first, Optional.of("acme"))).isZero();
        assertThat(used(first)).isEqualTo(200);
    }

    @Test
    void whatWasDecidedOnOtherVersionsIsNotReserved() {
        overtaken(() -> world.registry.put(world.payGrant));
        overtaken(() -> world.registry.revoke(world.payGrant.id()));
        world.change(() -> world.registry.put(world.payGrant));
        overtaken(() -> world.registry.put(Sample.agent("payer", Environment.PRODUCTION, world.payer)));
        overtaken(() -> world.registry.suspend(world.payGrant.agent()));
    }

    private void overtaken(Runnable change) {
        var payment = reserved("overtaken");
        world.change(change);
        assertThat(reserve(payment)).isEqualTo(new Reservation.Overtaken());
        assertThat(performances.find(payment.id())).isEmpty();
        assertThat(used(payment)).isZero();
    }

    @Test
    void theLookSeesEachChange() { // INV-9
        var payment = reserved("1");
        reserve(payment);
        assertThat(performances.look(payment)).isEqualTo(Look.LIVE);
        looks(Look.MOVED, () -> world.registry.put(world.payGrant));
        looks(Look.MOVED, () -> world.registry.put(Sample.agent("payer", Environment.PRODUCTION, world.payer)));
        looks(Look.MOVED, () -> world.registry.put(ActionWorld.pay()));
        looks(Look.MOVED, () -> world.registry.guard(dev.valet.guardrail.Guardrails.NONE));
        looks(Look.OVER, () -> world.registry.remove(ActionWorld.PAY));
        world.change(() -> world.registry.put(ActionWorld.pay()));
        looks(Look.OVER, () -> world.registry.revoke(world.payGrant.id()));
        world.change(() -> world.registry.put(world.payGrant));
        looks(Look.OVER, () -> world.registry.suspend(world.payGrant.agent()));
        world.change(() -> world.registry.put(Sample.agent("payer", Environment.PRODUCTION, world.payer)));
        looks(Look.OVER, () -> world.registry.revokeEverything());
    }

    private void looks(Look expected, Runnable change) {
        var payment = reserved("look");
        assertThat(performances.look(payment)).isEqualTo(Look.LIVE);
        world.change(change);
        assertThat(performances.look(payment)).isEqualTo(expected);
    }

    @Test
    void everyStateIsReadAsItWasWritten() {
        var now = world.clock.instant();
        var result = Json.object()
                .with("text", "\u00e9 \"quoted\"")
                .with("count", 3)
                .with("more", Json.Null.NULL)
                .build();
        each(sent -> kept(sent));
        each(sent -> kept(move(sent, sent.unknown(now, "upstream-timeout"))));
        each(sent -> kept(move(sent, sent.released(now, Reason.NOT_PERFORMED, "card-declined", true))));
        each(sent -> kept(move(sent, sent.released(now, Reason.NO_LIVE_GRANT, "revoked", false))));
        each(sent -> kept(move(sent, sent.settled(new State.Settled(now, Optional.of(result), "ref", 100, ""), true))));
        each(sent ->
                kept(move(sent, sent.settled(new State.Settled(now, Optional.empty(), "", 100, "echoed"), false))));
    }

    private void each(Consumer<Performance> story) {
        var payment = reserved(Integer.toString(performancesSoFar()));
        reserve(payment);
        story.accept(move(payment, payment.sent(world.clock.instant())));
    }

    private int performancesSoFar() {
        return world.store()
                .book()
                .of(world.payGrant.agent(), world.payGrant.id(), TurnableClock.START)
                .size();
    }

    private void kept(Performance performance) {
        assertThat(performances.find(performance.id())).contains(performance);
    }

    @Test
    void whatHasMovedOnIsNotMovedAgain() {
        var now = world.clock.instant();
        var payment = reserved("1");
        reserve(payment);
        var released = payment.released(now, Reason.NO_LIVE_GRANT, "revoked", false);
        assertThat(move(payment, released)).isEqualTo(released);
        assertThat(used(payment)).isZero();
        assertThat(move(payment, payment.sent(now))).isEqualTo(released);
        assertThat(move(payment, payment.released(now, Reason.UPSTREAM_BUSY, "abandoned", true)))
                .isEqualTo(released);
        assertThat(used(payment)).isZero();
    }

    @Test
    void anotherAttemptCannotMoveIt() {
        var payment = reserved("1");
        reserve(payment);
        var other = attempt(payment("1"), "another-nonce");
        assertThat(move(other, other.sent(world.clock.instant()))).isEqualTo(payment);
        kept(payment);
    }

    @Test
    void whatIsNotThereIsNotMoved() {
        var payment = reserved("1");
        assertThatThrownBy(() -> move(payment, payment.sent(world.clock.instant())))
                .isInstanceOf(Unavailable.class);
        assertThat(performances.find(payment.id())).isEmpty();
    }

    @Test
    void oneOfThoseWhoSendAndThoseWhoRevokeWins() throws Exception { // T-13
        for (int i = 0; i < 8; i++) {
            var payment = reserved("race-" + i);
            reserve(payment);
            var sent = payment.sent(world.clock.instant());
            var released = payment.released(world.clock.instant(), Reason.NO_LIVE_GRANT, "revoked", false);
            var ended =
                    atOnce(List.<Callable<Performance>>of(() -> move(payment, sent), () -> move(payment, released)));
            assertThat(ended.getFirst()).isEqualTo(ended.getLast()).isIn(sent, released);
            assertThat(used(payment)).isEqualTo(ended.getFirst().isFinal() ? 0 : 100);
            if (!ended.getFirst().isFinal()) {
                move(sent, sent.released(world.clock.instant(), Reason.NOT_PERFORMED, "declined", true));
            }
        }
    }

    @Test
    void whatIsReleasedOrNotSpentIsGivenBack() {
        var one = asked("1", 400);
        reserve(one);
        move(one, one.released(world.clock.instant(), Reason.NOT_PERFORMED, "declined", true));
        assertThat(used(one)).isZero();
        settled("2", 400, 150);
        assertThat(used(one)).isEqualTo(150);
        settled("3", 400, 0);
        assertThat(used(one)).isEqualTo(150);
    }

    @Test
    void whatIsSpentBeyondCountsAsFarAsTheCapGoes() { // INV-19
        var any = settled("1", 1, 700);
        assertThat(used(any)).isEqualTo(700);
        settled("2", 1, 700);
        assertThat(used(any)).isEqualTo(1000);
        assertThat(reserve(asked("3", 1))).isInstanceOf(Reservation.Refused.class);
        var absurd = world.clock;
        absurd.turn(Duration.ofDays(1));
        assertThat(used(settled("4", 1, Amount.MOST))).isEqualTo(1000);
    }

    private Performance settled(String key, long reserved, long spent) {
        var question = asked(key, reserved);
        assertThat(reserve(question)).isEqualTo(new Reservation.Reserved());
        var sent = move(question, question.sent(world.clock.instant()));
        var as = new State.Settled(world.clock.instant(), Optional.empty(), "", spent, "");
        return move(sent, sent.settled(as, true));
    }

    @Test
    void aPerformanceIsUnfinishedUntilItsEndIsRecorded() {
        var payment = reserved("1");
        reserve(payment);
        world.turn(Duration.ofMinutes(1));
        assertThat(unfinished()).containsExactly(payment);
        var released = move(payment, payment.released(world.clock.instant(), Reason.NO_LIVE_GRANT, "revoked", false));
        assertThat(unfinished()).containsExactly(released);
        move(released, released.onRecord());
        assertThat(unfinished()).isEmpty();
        assertThat(performances.find(payment.id())).contains(released.onRecord());
    }

    @Test
    void theYoungAreNotUnfinishedYet() {
        var old = reserved("1");
        reserve(old);
        world.turn(Duration.ofSeconds(61));
        reserve(reserved("2"));
        assertThat(world.store().book().unfinished(world.clock.instant().minusSeconds(60)))
                .containsExactly(old);
    }

    @Test
    void aGrantsPerformancesAreFoundByTheirTime() {
        var old = reserved("1");
        reserve(old);
        world.turn(Duration.ofMinutes(20));
        var young = reserved("2");
        reserve(young);
        reserve(asked("3", 10));
        var since = world.clock.instant().minus(Duration.ofMinutes(16));
        assertThat(world.store().book().of(world.payGrant.agent(), world.payGrant.id(), since))
                .containsExactly(young);
        assertThat(world.store().book().of(world.payGrant.agent(), world.payGrant.id(), TurnableClock.START))
                .containsExactly(old, young);
    }

    @Test
    void aLimitOnHowOftenIsCountedApart() {
        var twice = new Limits(2, 0);
        assertThat(performances.reserve(reserved("1"), twice, Limits.NONE, Optional.empty()))
                .isEqualTo(new Reservation.Reserved());
        assertThat(performances.reserve(reserved("2"), Limits.NONE, Limits.NONE, Optional.empty()))
                .isEqualTo(new Reservation.Reserved());
        performances.reserve(reserved("3"), twice, Limits.NONE, Optional.empty());
        var full = performances.reserve(reserved("4"), twice, Limits.NONE, Optional.empty());
        assertThat(full)
                .isInstanceOfSatisfying(
                        Reservation.Refused.class,
                        refused -> assertThat(refused.rule()).isEqualTo("limit.leases-per-hour"));
    }

    @Test
    void anApprovalIsUsedUpByOnePerformance() throws Exception { // INV-18
        var yes = approved();
        var calls = new ArrayList<Callable<Reservation>>();
        for (int i = 0; i < 6; i++) {
            var payment = reserved("approved-" + i);
            calls.add(() -> performances.reserve(payment, Limits.NONE, Limits.NONE, Optional.of(yes)));
        }
        assertThat(atOnce(calls))
                .containsOnlyOnce(new Reservation.Reserved())
                .containsOnly(new Reservation.Reserved(), NOT_LIVE);
        assertThat(used(reserved("any"))).isEqualTo(100);
        var held = world.store().approvals().find(yes.id()).orElseThrow();
        assertThat(held.usedBy()).hasSize(1);
    }

    @Test
    void whoeverUsedAnApprovalFindsItself() { // T-32
        var yes = approved();
        var payment = reserved("1");
        performances.reserve(payment, Limits.NONE, Limits.NONE, Optional.of(yes));
        assertThat(performances.reserve(payment, Limits.NONE, Limits.NONE, Optional.of(yes)))
                .isEqualTo(new Reservation.Reserved());
        assertThat(used(payment)).isEqualTo(100);
    }

    @Test
    void withoutRoomInTheBudgetNoApprovalIsUsedUp() {
        reserve(attempt(payment("1", "5.00", "acme"), "one"));
        reserve(attempt(payment("2", "5.00", "acme"), "two"));
        var yes = approved();
        assertThat(performances.reserve(reserved("3"), Limits.NONE, Limits.NONE, Optional.of(yes)))
                .isNotEqualTo(new Reservation.Reserved());
        assertThat(world.store().approvals().find(yes.id()).orElseThrow().usedBy())
                .isEmpty();
    }

    private static final Reservation NOT_LIVE =
            new Reservation.Refused(Reason.NO_LIVE_APPROVAL, "approval.not-live", Instant.EPOCH);

    /** One person said yes to something, for the next hour. */
    private Approval approved() {
        var now = world.clock.instant();
        var id = ApprovalId.parse(ApprovalId.floor(now));
        var asked = new Approval(
                id,
                Optional.of(world.payGrant.agent()),
                Optional.of(world.payGrant.id()),
                Json.object().with("approval", id.text()).build(),
                Set.of(),
                1,
                1,
                Set.of(),
                List.of(),
                now,
                now.plusSeconds(3600));
        world.store().approvals().add(asked);
        var vote = new Vote("ann", "an operator's role", Vote.Choice.APPROVE, "", now);
        assertThat(world.store().approvals().vote(asked, vote)).isTrue();
        return asked.with(vote);
    }

    @Test
    void whatSpendsNothingIsReservedWithoutABudget() {
        var payment = reserved("1");
        var free = new Performance(
                payment.id(),
                payment.agent(),
                payment.grant(),
                payment.action(),
                payment.environment(),
                payment.principal(),
                payment.input(),
                payment.inputHash(),
                Optional.empty(),
                payment.approval(),
                payment.reservedAt(),
                payment.sendBy(),
                payment.basis(),
                payment.nonce(),
                payment.state(),
                false);
        assertThat(reserve(free)).isEqualTo(new Reservation.Reserved());
        kept(free);
        var sent = move(free, free.sent(world.clock.instant()));
        var as = new State.Settled(world.clock.instant(), Optional.empty(), "", 0, "");
        kept(move(sent, sent.settled(as, true)));
    }

    private List<Performance> unfinished() {
        return world.store().book().unfinished(world.clock.instant());
    }

    private Performance reserved(String key) {
        return attempt(payment(key), "nonce-of-" + key);
    }

    private Performance asked(String key, long tokens) {
        return attempt(question(key, tokens), "nonce-of-" + key);
    }

    private Performance attempt(ActionRequest request, String nonce) {
        return attempt(world, request, nonce);
    }

    /** A performance as the use case reserves it, of what is decided now. */
    public static Performance attempt(ActionWorld world, ActionRequest request, String nonce) {
        var verdict = (ActionVerdict.Allowed) world.decide().decide(world.registry, world.payer, request);
        Grant grant = verdict.grant().grant().value();
        Optional<Charge> charge = verdict.charge();
        return new Performance(
                PerformanceId.of(world.payer.key(), request.idempotencyKey()),
                grant.agent(),
                grant.id(),
                request.action(),
                grant.environment(),
                world.payer.key(),
                Optional.of(request.input()),
                request.inputHash(),
                charge,
                request.approval(),
                world.clock.instant(),
                world.clock.instant().plusSeconds(6),
                verdict.basis(),
                Hash.sha256(nonce).substring(0, 32),
                new State.Reserved(),
                false);
    }

    private Reservation reserve(Performance performance) {
        return performances.reserve(performance, Limits.NONE, Limits.NONE, Optional.empty());
    }

    private Performance move(Performance from, Performance to) {
        return performances.move(from, to);
    }

    private long used(Performance performance) {
        return world.store().used(performance, Optional.empty());
    }

    static <T> List<T> atOnce(List<Callable<T>> work) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var ended = new ArrayList<T>();
            for (var each : threads.invokeAll(work)) {
                ended.add(each.get());
            }
            return ended;
        }
    }
}

package dev.valet.testkit;

import static dev.valet.testkit.ActionWorld.payment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Reason;
import dev.valet.Unavailable;
import dev.valet.budget.Amount;
import dev.valet.budget.Caps;
import dev.valet.budget.Charge;
import dev.valet.limit.Limits;
import dev.valet.performance.Performance;
import dev.valet.performance.Performance.State;
import dev.valet.performance.Performances;
import dev.valet.performance.Performances.Reservation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The store held against a ledger of twenty lines: whatever is asked for in whatever order, by however many replicas, by
 * callers that die at any step and callers whose replies are lost, both have counted the same (INV-19).
 */
public abstract class LedgerStories {
    private static final List<String> PAYEES = List.of("acme", "globex", "initech");
    private static final Caps CAPS = new Caps(ActionWorld.EUR, 400, 1000, Optional.of(700L), Set.copyOf(PAYEES));

    protected abstract ActionWorld world();

    /** What budgets stand at: what is reserved and what is settled, and nothing else. */
    private static final class Ledger {
        private final Map<Optional<String>, Long> used = new HashMap<>();

        boolean hasRoom(Charge charge) {
            return charge.budgets().stream()
                    .allMatch(budget -> of(budget.payee()) + charge.amount().units() <= budget.cap());
        }

        void reserve(Charge charge) {
            charge.budgets()
                    .forEach(
                            budget -> used.merge(budget.payee(), charge.amount().units(), Long::sum));
        }

        void end(Charge charge, long spent) {
            for (var budget : charge.budgets()) {
                long now = of(budget.payee()) - charge.amount().units() + spent;
                used.put(budget.payee(), Math.clamp(now, 0, budget.cap()));
            }
        }

        long of(Optional<String> payee) {
            return used.getOrDefault(payee, 0L);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void theStoreAndTheLedgerAgree(long seed) {
        new Play(world(), seed).play(120);
    }

    @Tag("deep")
    @ParameterizedTest
    @ValueSource(longs = {101, 102, 103, 104, 105, 106, 107, 108, 109, 110})
    void theyAgreeForLongerToo(long seed) {
        new Play(world(), seed).play(2000);
    }

    private static final class Play {
        private final ActionWorld world;
        private final Random dice;
        private final Ledger ledger = new Ledger();
        private final List<Performance> known = new ArrayList<>();

        Play(ActionWorld world, long seed) {
            this.world = world;
            this.dice = new Random(seed);
            world.caps(CAPS);
        }

        /** A performance that is left where it is has lost its caller; whoever comes next moves it on. */
        void play(int steps) {
            for (int i = 0; i < steps; i++) {
                if (known.isEmpty() || oneIn(3)) {
                    reserve(i);
                } else {
                    move(dice.nextInt(known.size()));
                }
                check("after step " + i);
            }
        }

        private boolean oneIn(int sides) {
            return dice.nextInt(sides) == 0;
        }

        private void reserve(int i) {
            var payee = PAYEES.get(dice.nextInt(PAYEES.size()));
            var amount = new Amount(ActionWorld.EUR, 1 + dice.nextInt(400)).decimal();
            var key = "key-" + (oneIn(4) ? dice.nextInt(i + 1) : i); // some come again
            var attempt = PerformanceStories.attempt(world, payment(key, amount, payee), "nonce-" + i);
            var charge = attempt.charge().orElseThrow();
            var earlier =
                    known.stream().filter(one -> one.id().equals(attempt.id())).findFirst();
            var reservation = certain(replica -> replica.reserve(attempt, Limits.NONE, Limits.NONE, Optional.empty()));
            if (earlier.isPresent()) {
                assertThat(reservation).isEqualTo(new Reservation.Repeat(earlier.get()));
            } else if (ledger.hasRoom(charge)) {
                assertThat(reservation).isEqualTo(new Reservation.Reserved());
                ledger.reserve(charge);
                known.add(attempt);
            } else {
                assertThat(reservation).isInstanceOf(Reservation.Refused.class);
            }
        }

        /** One reply in four is lost; then the same is done again, by another replica. */
        private <T> T certain(Function<Performances, T> doing) {
            var replica = world.store().performances();
            try {
                return doing.apply(oneIn(4) ? new LosingReplies(replica) : replica);
            } catch (Unavailable lost) {
                return doing.apply(world.store().performances());
            }
        }

        private void move(int at) {
            var from = known.get(at);
            next(from).ifPresent(to -> {
                Performance moved = certain(replica -> replica.move(from, to));
                assertThat(moved).isEqualTo(to);
                known.set(at, to);
                if (!from.isFinal()) {
                    count(to);
                }
                late(from, to);
            });
        }

        private void count(Performance to) {
            switch (to.state()) {
                case State.Settled settled -> ledger.end(to.charge().orElseThrow(), settled.spent());
                case State.Released _ -> ledger.end(to.charge().orElseThrow(), 0);
                case State.Reserved(), State.Sent _, State.Unknown _ -> {}
            }
        }

        /** Whoever acts on what was true before, such as a sweep that slept, changes nothing. */
        private void late(Performance before, Performance now) {
            if (!before.isFinal()) {
                var stale = before.state() instanceof State.Sent
                        ? before.unknown(world.clock.instant(), "sender-lost")
                        : before.released(world.clock.instant(), Reason.UPSTREAM_BUSY, "abandoned", false);
                assertThat(world.store().performances().move(before, stale)).isEqualTo(now);
            }
        }

        private Optional<Performance> next(Performance from) {
            var now = world.clock.instant();
            boolean recorded = oneIn(2);
            return switch (from.state()) {
                case State.Reserved()
                when oneIn(3) -> Optional.of(from.released(now, Reason.NO_LIVE_GRANT, "revoked", recorded));
                case State.Reserved() -> Optional.of(from.sent(now));
                case State.Sent _ when oneIn(3) -> Optional.of(from.unknown(now, "upstream-timeout"));
                case State.Sent _, State.Unknown _
                when oneIn(3) -> Optional.of(from.released(now, Reason.NOT_PERFORMED, "declined", recorded));
                case State.Sent _, State.Unknown _ ->
                    Optional.of(from.settled(new State.Settled(now, Optional.empty(), "", spent(from), ""), recorded));
                case State.Settled _, State.Released _ ->
                    from.recorded() ? Optional.empty() : Optional.of(from.onRecord());
            };
        }

        private long spent(Performance from) {
            long reserved = from.charge().orElseThrow().amount().units();
            return List.of(reserved, reserved, reserved / 2, 0L, reserved + 90, 5_000L)
                    .get(dice.nextInt(6));
        }

        private void check(String when) {
            var asked = new HashSet<Optional<String>>();
            for (var one : known) {
                for (var budget : one.charge().orElseThrow().budgets()) {
                    if (asked.add(budget.payee())) {
                        assertThat(world.store().used(one, budget.payee()))
                                .as(when + ", payee " + budget.payee())
                                .isEqualTo(ledger.of(budget.payee()))
                                .isBetween(0L, budget.cap());
                    }
                }
            }
        }
    }
}

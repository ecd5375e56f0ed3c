package dev.valet.local;

import dev.valet.Json;
import dev.valet.Reason;
import dev.valet.json.StrictJson;
import dev.valet.local.fault.Call;
import dev.valet.local.fault.Exploration;
import dev.valet.local.fault.FaultPlan;
import dev.valet.local.fault.Promises;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * An agent has something paid while the line to AWS breaks as planned, asks again with the same idempotency key over a whole
 * one, minute by minute, until it knows, and everything that was begun has come to its end.
 */
final class PerformStory implements Exploration.Story<FaultWorld> {
    private static final int MINUTES = 8;
    private static final int AMOUNT = 200;

    /** With these a performance ends that was begun, and sent nowhere. */
    private static final Set<String> REFUSED = Set.of("not-performed", "upstream-busy");

    private static final Set<String> REASONS = Arrays.stream(Reason.values())
            .filter(reason -> reason != Reason.INTERNAL)
            .map(Reason::word)
            .collect(Collectors.toSet());

    /** The provider remembers every key of every run. */
    private static final AtomicInteger RUNS = new AtomicInteger();

    private final String card;
    private final boolean minutely;

    /** @param minutely whether the line breaks for what is done every minute, and not for the request */
    PerformStory(String card, boolean minutely) {
        this.card = card;
        this.minutely = minutely;
    }

    @Override
    public List<Call> tell(FaultWorld world, FaultPlan plan, Promises promises) {
        var key = "invoice-" + RUNS.incrementAndGet();
        int before = world.charged();
        var line = world.begin(minutely ? FaultPlan.NONE : plan);
        var replies = new ArrayList<>(List.of(world.pay(card, key)));
        if (minutely) {
            line = world.from(plan);
            world.minuteLater();
            world.minuteLater();
        }
        var told = new Told(world, promises, before);
        told.anAnswerIsOneOfTheClosedOnes(replies.getFirst());
        told.whatIsDoneWasOnRecordFirst();

        world.from(FaultPlan.NONE);
        int minutes = 0;
        do {
            world.minuteLater();
            replies.add(world.pay(card, key));
        } while (isOpen(replies.getLast()) && ++minutes < MINUTES);
        world.minuteLater();
        told.itIsDoneOnceAtMost();
        told.everyAnswerIsTrue(replies);
        told.theBudgetIsWhatWasSpent();
        told.nothingIsLeftToDo();
        told.secretsAreNowhere(replies);
        return line.calls();
    }

    private static boolean isOpen(SignedHttp.Response reply) {
        return reply.status() == 202;
    }

    /** What came of it, as the provider and the tables tell. */
    private record Told(FaultWorld world, Promises promises, int before) {
        private int charged() {
            return world.charged() - before;
        }

        private List<Json> entries(String phase) {
            return world.recorded().stream()
                    .filter(entry -> entry.textAt("phase").equals(phase))
                    .toList();
        }

        private void anAnswerIsOneOfTheClosedOnes(SignedHttp.Response reply) {
            boolean closed = reply.status() / 100 == 2 || REASONS.contains(reason(reply));
            promises.check(closed, "INV-5 a refusal says one of the closed reasons", () -> reply);
        }

        private void whatIsDoneWasOnRecordFirst() {
            promises.check(
                    charged() == 0 || !entries("INTENT").isEmpty(),
                    "INV-8 nothing is sent before its INTENT is on record");
            promises.check(
                    charged() == 0 || !world.state().of("performance").isEmpty(),
                    "INV-20 nothing is sent that is not on record");
        }

        private void itIsDoneOnceAtMost() {
            promises.check(charged() <= 1, "INV-20 one key has one effect", this::charged);
        }

        /** What is said to be done is, and what is said not to be is not; in the end one or the other is known. */
        private void everyAnswerIsTrue(List<SignedHttp.Response> replies) {
            for (var reply : replies) {
                promises.check(reply.status() != 200 || charged() == 1, "what is said to be done is", () -> replies);
                promises.check(
                        reply.status() != 422 || charged() == 0, "what is said not to be done is not", () -> replies);
            }
            promises.check(
                    charged() == 1 ? replies.getLast().status() == 200 : REFUSED.contains(reason(replies.getLast())),
                    "in the end it is known",
                    () -> replies);
            promises.check(
                    entries("OUTCOME").stream()
                                    .filter(entry ->
                                            entry.at("facts").textAt("outcome").equals("done"))
                                    .count()
                            >= charged(),
                    "INV-8 what was done is in the audit");
        }

        private void theBudgetIsWhatWasSpent() {
            for (var row : world.state().of("budgets")) {
                promises.check(
                        row.textAt("used", "N").equals(Integer.toString(charged() * AMOUNT)),
                        "INV-19 a budget has what was spent, and nothing else",
                        () -> row);
            }
        }

        private void nothingIsLeftToDo() {
            var left = world.state().of("unfinished");
            promises.check(left.isEmpty(), "everything that was begun has come to its end", () -> left);
        }

        private void secretsAreNowhere(List<SignedHttp.Response> replies) {
            var hunt = new Hunt(world.valet.world().secrets().stream()
                    .map(value -> new Canary("a secret", value, Set.of()))
                    .toList());
            hunt.look("the state table", Canary.latin1(world.state().text()));
            hunt.look("the audit", Canary.latin1(world.audit().text()));
            replies.forEach(reply -> hunt.look("a reply", Canary.latin1(reply.body())));
            promises.check(hunt.finds().isEmpty(), "INV-15 the secret is nowhere", hunt::finds);
        }
    }

    private static String reason(SignedHttp.Response reply) {
        return StrictJson.read(reply.body()).textAt("reason");
    }
}

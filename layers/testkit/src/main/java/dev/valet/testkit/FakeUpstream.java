package dev.valet.testkit;

import dev.valet.Json;
import dev.valet.action.Errand;
import dev.valet.action.LookedUp;
import dev.valet.action.Lookups;
import dev.valet.action.Performer;
import dev.valet.action.Performing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Does what it is asked to, each time it is asked, and counts: the worst provider there is, because it does not know a repeat.
 * It can be told to answer otherwise than it did, and what it really did can be looked up.
 */
public final class FakeUpstream implements Performer, Lookups {
    /** How long it takes to show what it was sent. */
    public static final Duration BOUND = Duration.ofMinutes(10);

    private final List<Errand> done = new ArrayList<>();
    private Function<Errand, Performing> answer = FakeUpstream::receipt;
    private boolean refusing;
    private boolean silent;
    private Runnable meanwhile = () -> {};

    private static Performing receipt(Errand errand) {
        return new Performing.Done(
                Json.object().with("receipt", "r-" + errand.providerKey()).build(), "ref-" + errand.providerKey());
    }

    @Override
    public Performing perform(Errand errand) {
        Function<Errand, Performing> answering;
        synchronized (this) {
            if (refusing) {
                return new Performing.NotDone("card-declined");
            }
            done.add(errand);
            answering = answer;
        }
        meanwhile.run();
        return answering.apply(errand);
    }

    @Override
    public synchronized LookedUp lookUp(Errand errand) {
        if (silent) {
            return new LookedUp.StillUnknown("provider-silent");
        }
        boolean there = done.stream().anyMatch(each -> each.providerKey().equals(errand.providerKey()));
        return there
                ? new LookedUp.Found(((Performing.Done) receipt(errand)).result(), "ref-" + errand.providerKey())
                : new LookedUp.NotFound(BOUND);
    }

    /** It does it, and answers so. */
    public synchronized void answer(Function<Errand, Performing> with) {
        answer = with;
    }

    /** It does it, and says what that took. */
    public void declare(long tokens) {
        answer(errand -> new Performing.Done(
                Json.object()
                        .with("text", "an answer")
                        .with("tokensUsed", tokens)
                        .build(),
                ""));
    }

    /** It does it, and nobody hears of it. */
    public void loseAnswers() {
        answer(_ -> new Performing.Unknown("upstream-timeout"));
    }

    /** From now on it does nothing, and says so. */
    public synchronized void refuse() {
        refusing = true;
    }

    /** From now on nothing can be looked up. */
    public synchronized void beSilent(boolean now) {
        silent = now;
    }

    /** Happens while it is done. */
    public synchronized void meanwhile(Runnable event) {
        meanwhile = event;
    }

    /** Everything it did, in order. */
    public synchronized List<Errand> done() {
        return List.copyOf(done);
    }
}

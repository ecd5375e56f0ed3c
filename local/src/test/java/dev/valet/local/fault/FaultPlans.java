package dev.valet.local.fault;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What can go wrong at one call, from everything to one thing. */
public final class FaultPlans {
    private FaultPlans() {}

    /** Every fault, each for all attempts; an answer that is lost once; and the end of everything right there. */
    public static Stream<FaultPlan> all(Call call) {
        return Stream.of(
                        Arrays.stream(Fault.values()).map(fault -> FaultPlan.always(call, fault)),
                        Stream.of(FaultPlan.once(call, Fault.REPLY_LOST)),
                        Stream.of(Fault.UNREACHABLE, Fault.REPLY_LOST).map(fault -> FaultPlan.deadFrom(call, fault)))
                .flatMap(plans -> plans);
    }

    /** The two that a second fault can make worse. */
    public static Stream<FaultPlan> two(Call call) {
        return Stream.concat(cut(call), lost(call));
    }

    /** It is done, and nobody knows. */
    public static Stream<FaultPlan> lost(Call call) {
        return Stream.of(FaultPlan.always(call, Fault.REPLY_LOST));
    }

    /** It is not done. */
    public static Stream<FaultPlan> cut(Call call) {
        return Stream.of(FaultPlan.always(call, Fault.UNREACHABLE));
    }

    /** One of all, another one at another call: so that a story's calls together see every sort. */
    public static Stream<FaultPlan> one(Call call) {
        var all = all(call).toList();
        return Stream.of(all.get(Math.floorMod(number(call), all.size())));
    }

    /** At every fourth call, of a story that makes many. */
    public static Stream<FaultPlan> few(Call call) {
        return Math.floorMod(number(call) / 8, 4) == 0 ? one(call) : Stream.empty();
    }

    /** The same in every run. */
    private static int number(Call call) {
        return call.name().hashCode() + call.time();
    }

    /** One for each way in which a call can end badly: not done, done and not known, known late, the last one. */
    public static Stream<FaultPlan> some(Call call) {
        var notDone = List.of(Fault.UNREACHABLE, Fault.THROTTLED, Fault.FAILED);
        return Stream.of(
                FaultPlan.always(call, notDone.get(Math.floorMod(call.name().hashCode(), notDone.size()))),
                FaultPlan.always(call, Fault.REPLY_LOST),
                FaultPlan.once(call, Fault.REPLY_LOST),
                FaultPlan.deadFrom(call, Fault.UNREACHABLE));
    }
}

package dev.valet.bench;

import dev.valet.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one lease asked of AWS.
 *
 * @param operations how many calls, by operation
 * @param inSequence how many of them one after the other
 */
record Counted(Map<String, Integer> operations, int inSequence) {
    private static final Duration KEPT = Duration.ofSeconds(61);

    /** Without limits, from an environment that served before. */
    static Counted warm() throws IOException {
        return second(false, Duration.ZERO);
    }

    static Counted limited() throws IOException {
        return second(true, Duration.ZERO);
    }

    /** Without limits, and nothing kept. */
    static Counted expired() throws IOException {
        return second(false, KEPT);
    }

    private static Counted second(boolean limited, Duration pause) throws IOException {
        var clock = new SteppingClock();
        var aws = new StubAws(new CannedAws(World.of(1, 1, limited)));
        // So slow that what came after what is plain, whatever else the machine does.
        aws.delay(StubAws.Delay.USUAL);
        try (var subject = Subject.of(aws, clock)) {
            subject.issuing().one(Events.lease(0, 0));
            clock.step(pause);
            return of(subject.issuing().one(Events.lease(0, 0)));
        }
    }

    private static Counted of(Issuing.Timed timed) {
        var operations = new TreeMap<String, Integer>();
        timed.calls().forEach(call -> operations.merge(call.operation(), 1, Integer::sum));
        return new Counted(operations, timed.outsideAws().trips());
    }

    int calls() {
        return operations.values().stream().mapToInt(Integer::intValue).sum();
    }

    static List<String> heads() {
        return List.of("one lease", "in sequence", "calls", "which");
    }

    List<String> row(String lease) {
        var listed = operations.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .toList();
        return List.of(lease, Integer.toString(inSequence), Integer.toString(calls()), String.join(", ", listed));
    }

    Json json() {
        var each = Json.object();
        operations.forEach(each::with);
        return Json.object()
                .with("inSequence", inSequence)
                .with("calls", calls())
                .with("operations", each.build())
                .build();
    }
}

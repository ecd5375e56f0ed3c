package dev.valet.bench;

import dev.valet.Json;
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
    /** @param timed under delays that make what came after what plain */
    static Counted of(Issuing.Timed timed) {
        var operations = new TreeMap<String, Integer>();
        timed.calls().forEach(call -> operations.merge(call.operation(), 1, Integer::sum));
        return new Counted(operations, timed.outsideAws().trips());
    }

    int calls() {
        return operations.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** For a table. */
    List<String> row(String lease) {
        return List.of(lease, Integer.toString(inSequence), Integer.toString(calls()), listed());
    }

    private String listed() {
        return String.join(
                ", ",
                operations.entrySet().stream()
                        .map(each -> each.getValue() + " " + each.getKey())
                        .toList());
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

package dev.valet.edge;

import dev.valet.Json;
import dev.valet.ObjectBuilder;
import java.util.List;
import java.util.SortedMap;

/** What makes a line of the log a metric too (CloudWatch's embedded metric format). */
public final class Metric {
    private static final String NAMESPACE = "Valet";

    private Metric() {}

    /**
     * Announces a member of the line as a metric; its value is yet to be written.
     *
     * @param now milliseconds since 1970
     * @param dimensions members of the line that it is counted by as well
     */
    public static ObjectBuilder on(ObjectBuilder line, long now, List<String> dimensions, String name, String unit) {
        var sets = dimensions.isEmpty()
                ? List.<Json>of(new Json.Arr(List.of()))
                : List.<Json>of(new Json.Arr(List.of()), Json.strings(dimensions));
        return announce(line, now, sets, List.of(metric(name, unit)));
    }

    /** Writes several counts at once. */
    public static ObjectBuilder counts(ObjectBuilder line, long now, SortedMap<String, Integer> counts) {
        var metrics =
                counts.keySet().stream().map(name -> metric(name, "Count")).toList();
        announce(line, now, List.of(new Json.Arr(List.of())), metrics);
        counts.forEach(line::with);
        return line;
    }

    private static Json metric(String name, String unit) {
        return Json.object().with("Name", name).with("Unit", unit).build();
    }

    private static ObjectBuilder announce(ObjectBuilder line, long now, List<Json> dimensions, List<Json> metrics) {
        var directive = Json.object()
                .with("Namespace", NAMESPACE)
                .with("Dimensions", new Json.Arr(dimensions))
                .with("Metrics", new Json.Arr(metrics))
                .build();
        return line.with(
                "_aws",
                Json.object()
                        .with("Timestamp", now)
                        .with("CloudWatchMetrics", new Json.Arr(List.of(directive)))
                        .build());
    }
}

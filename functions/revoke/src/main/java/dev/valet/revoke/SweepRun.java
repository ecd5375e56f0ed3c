package dev.valet.revoke;

import dev.valet.Json;
import dev.valet.edge.Metric;
import dev.valet.revocation.Sweep;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One sweep, and one line of JSON about it, which CloudWatch reads as metrics too (embedded metric format). */
final class SweepRun {
    private final Sweep sweep;
    private final Consumer<String> out;
    private final Clock clock;

    SweepRun(Sweep sweep, Consumer<String> out, Clock clock) {
        this.sweep = sweep;
        this.out = out;
        this.clock = clock;
    }

    /** Fails after everything was tried, so that the alarm on this function tells an operator in time. */
    void run() {
        var report = sweep.sweep();
        var unenforced = Json.object();
        report.unenforced().forEach((role, cause) -> unenforced.with(role.toString(), cause));
        var unrotated = Json.object();
        report.unrotated().forEach((secret, cause) -> unrotated.with(secret.text(), cause));
        var line = Json.object()
                .with("function", "revoke")
                .with("unfinished", ids(report))
                .with("unenforced", unenforced.build())
                .with("unrotated", unrotated.build())
                .with("failure", report.failure());
        var counts = new TreeMap<>(Map.of(
                "RevocationsUnfinished", report.unfinished().size(),
                "RolesUnenforced", report.unenforced().size(),
                "SecretsUnrotated", report.unrotated().size()));
        out.accept(Metric.counts(line, clock.millis(), counts).build().text());
        if (!report.failure().isEmpty()) {
            throw new IllegalStateException("the sweep could not read what there is to do; the log says why");
        }
    }

    private static List<String> ids(Sweep.Report report) {
        return report.unfinished().stream()
                .map(revocation -> revocation.id().text())
                .toList();
    }
}

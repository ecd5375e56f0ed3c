package dev.valet.bench;

import dev.valet.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The warm issue path, from an event's bytes to a reply's, against a stub of AWS. docs/performance.md has the method beside
 * the numbers.
 */
final class IssueBench {
    private IssueBench() {}

    /** @param args the folder for results, and the page with the tables */
    public static void main(String[] args) throws IOException {
        var out = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        // The function prints a line of log for each lease. Writing it is Valet's work, keeping it is not.
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        run(new Report(Path.of(args[0]), Path.of(args[1])), out::println);
    }

    private static void run(Report report, Progress progress) throws IOException {
        var machine = Machine.describe(ManagementFactory.getRuntimeMXBean().getInputArguments());
        var times = WarmTimes.measure(progress);
        progress.say("counting calls");
        var warm = Counted.warm();
        var limited = Counted.limited();
        var expired = Counted.expired();

        report.table("issue", times.table());
        report.table(
                "calls",
                List.of(
                        Counted.heads(),
                        warm.row("warm, no limits"),
                        limited.row("warm, limits"),
                        expired.row("nothing kept, no limits")));
        report.write(
                "issue",
                Json.object()
                        .with("machine", machine)
                        .with("times", times.json())
                        .with(
                                "calls",
                                Json.object()
                                        .with("warm", warm.json())
                                        .with("limited", limited.json())
                                        .with("nothingKept", expired.json())
                                        .build())
                        .build());
    }
}

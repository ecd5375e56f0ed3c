package dev.valet.bench;

import dev.valet.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Whether a lease costs more among more grants. docs/performance.md has the method beside the numbers. */
final class ScaleBench {
    private static final int LEASES = 1_000;
    private static final int STORED_LEASES = 500;
    private static final int[] AGENTS = {10, 1_000, 10_000};
    private static final int[] STORED_AGENTS = {10, 200};

    private ScaleBench() {}

    /** @param args the folder for results, and the page with the tables */
    public static void main(String[] args) throws IOException {
        var out = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        var machine = Machine.describe(ManagementFactory.getRuntimeMXBean().getInputArguments());
        var measured = new ArrayList<Scaled>();
        for (int agents : AGENTS) {
            out.println(agents * Scaled.GRANTS_EACH + " grants");
            measured.add(Scaled.canned(agents, LEASES));
        }
        for (int agents : STORED_AGENTS) {
            out.println(agents * Scaled.GRANTS_EACH + " grants in DynamoDB Local");
            measured.add(Scaled.stored(agents, STORED_LEASES));
        }
        var report = new Report(Path.of(args[0]), Path.of(args[1]));
        var rows = Stream.concat(Stream.of(Scaled.heads()), measured.stream().map(Scaled::row))
                .toList();
        report.table("scale", List.copyOf(rows));
        report.write(
                "scale",
                Json.object()
                        .with("machine", machine)
                        .with(
                                "scale",
                                new Json.Arr(measured.stream().map(Scaled::json).toList()))
                        .build());
    }
}

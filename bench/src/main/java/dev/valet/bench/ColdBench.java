package dev.valet.bench;

import dev.valet.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * From the start of a process to its first answer, Valet beside a bare handler, in turns. docs/performance.md has the method
 * beside the numbers.
 */
final class ColdBench {
    private static final int PAIRS = 11;
    private static final int LOAD = 300;
    private static final int LOADED_PAIRS = 3;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final Map<String, String> environment;
    private final List<String> java;
    private final Path work;

    private ColdBench(Map<String, String> environment, List<String> java, Path work) {
        this.environment = environment;
        this.java = java;
        this.work = work;
    }

    /** How a process may be started. */
    private enum Way {
        PLAIN,
        AOT_CACHE,
        SNAPSTART
    }

    /**
     * @param args the folder for results, the page with the tables, the function's zip, the layer's zip, the flags of
     *     {@code JAVA_TOOL_OPTIONS}, and the command that starts Java
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        var report = new Report(Path.of(args[0]), Path.of(args[1]));
        var function = Path.of(args[2]);
        var layer = Path.of(args[3]);
        var flags = args[4];
        var java = Arrays.asList(args).subList(5, args.length);
        var work = Files.createTempDirectory("valet-cold");
        try (var aws = LoopbackAws.of(new StubAws(new CannedAws(World.of(1, 1, false))))) {
            var environment = new HashMap<>(Environments.of(aws.endpoint()));
            environment.put("JAVA_TOOL_OPTIONS", flags);
            new ColdBench(environment, java, work)
                    .run(report, function, layer, Machine.describe(List.of(flags.split(" "))));
        } finally {
            delete(work);
        }
    }

    private void run(Report report, Path function, Path layer, Json machine) throws IOException, InterruptedException {
        var bare = Staged.bare(work, layer);
        var valet = Staged.valet(work, function, layer);
        out.println("training runs, which write the AOT caches");
        train(bare);
        train(valet);
        var starts = new EnumMap<Way, Pairs>(Way.class);
        for (var way : Way.values()) {
            starts.put(way, new Pairs(new ArrayList<>(), new ArrayList<>()));
        }
        for (int i = 0; i < PAIRS; i++) {
            for (var way : Way.values()) {
                int load = i < LOADED_PAIRS ? LOAD : 0;
                var pair = starts.get(way);
                pair.bare().add(Start.of(bare, how(way, bare, load)));
                pair.valet().add(Start.of(valet, how(way, valet, load)));
            }
            out.println("pair " + (i + 1) + " of " + PAIRS);
        }
        long unzipped = Staged.unzipped(function) + Staged.unzipped(layer);
        report.table("cold", table(starts, unzipped));
        report.write("cold", json(starts, unzipped, machine));
    }

    /** One after the other, so that whatever else the machine does falls on both. */
    private record Pairs(List<Start> bare, List<Start> valet) {}

    private void train(Staged function) throws IOException, InterruptedException {
        var cache = cache(function);
        Start.of(function, new Start.Way(java, List.of("-XX:AOTCacheOutput=" + cache), environment, LOAD));
        if (!Files.exists(cache)) {
            throw new IllegalStateException("the training run of " + function.name() + " left no AOT cache");
        }
    }

    private Start.Way how(Way way, Staged function, int load) {
        return switch (way) {
            case PLAIN -> new Start.Way(java, List.of(), environment, load);
            // "on" ends the process when the cache cannot be used, where "auto" would quietly measure the wrong thing.
            case AOT_CACHE ->
                new Start.Way(java, List.of("-XX:AOTMode=on", "-XX:AOTCache=" + cache(function)), environment, load);
            case SNAPSTART -> {
                var restored = new HashMap<>(environment);
                restored.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
                yield new Start.Way(
                        java, List.of("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac"), restored, load);
            }
        };
    }

    private Path cache(Staged function) {
        return work.resolve(function.name() + ".aot");
    }

    private static List<List<String>> table(Map<Way, Pairs> starts, long unzipped) {
        var plain = starts.get(Way.PLAIN);
        var cached = starts.get(Way.AOT_CACHE);
        var restored = starts.get(Way.SNAPSTART);
        return List.of(
                List.of("", "bare", "Valet", "Valet ÷ bare"),
                row("no cache: ready", plain, Start::ready),
                row("no cache: first answer", plain, Start::answered),
                row("AOT cache: ready", cached, Start::ready),
                row("**AOT cache: first answer**", cached, Start::answered),
                row("SnapStart: from restored to first answer", restored, Start::resumed),
                memory("peak memory after " + LOAD + " requests, no cache", plain),
                memory("peak memory after " + LOAD + " requests, AOT cache", cached),
                List.of("layer and function, unzipped", "", mebibytes(unzipped), ""));
    }

    private static List<String> row(String name, Pairs pairs, ToLongFunction<Start> time) {
        long bare = median(pairs.bare(), time);
        long valet = median(pairs.valet(), time);
        return List.of(name, millis(bare), millis(valet), ratio(valet, bare).toPlainString());
    }

    private static List<String> memory(String name, Pairs pairs) {
        return List.of(name, mebibytes(peak(pairs.bare())), mebibytes(peak(pairs.valet())), "");
    }

    private static Json json(Map<Way, Pairs> starts, long unzipped, Json machine) {
        return Json.object().build();
    }

    private static BigDecimal ratio(long valet, long bare) {
        return new BigDecimal(valet).divide(new BigDecimal(bare), 2, RoundingMode.HALF_UP);
    }

    private static long median(List<Start> starts, ToLongFunction<Start> time) {
        return Percentiles.of(starts.stream().mapToLong(time).toArray()).at(50);
    }

    /** In bytes, the worst of all. */
    private static long peak(List<Start> starts) {
        return 1024 * starts.stream().mapToLong(Start::peakKiB).max().orElse(0);
    }

    private static String millis(long nanos) {
        return nanos / 1_000_000 + " ms";
    }

    private static String mebibytes(long bytes) {
        return bytes / (1 << 20) + " MiB";
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

package dev.valet.bench;

import dev.valet.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * From the start of a process to its first answer, Valet beside a bare handler, by turns. docs/performance.md has the method
 * beside the numbers.
 */
final class ColdBench {
    private static final int PAIRS = 11;
    private static final int LOADED_PAIRS = 3;
    private static final int LOAD = 300;
    private static final int MIB = 1 << 20;

    private final Map<String, String> environment;
    private final List<String> java;
    private final Staged bare;
    private final Staged valet;
    private final Progress progress;

    /** @param java the command that starts Java: itself, and what pins it to a core */
    private ColdBench(
            Map<String, String> environment, List<String> java, Staged bare, Staged valet, Progress progress) {
        this.environment = environment;
        this.java = java;
        this.bare = bare;
        this.valet = valet;
        this.progress = progress;
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
        var machine = Machine.describe(List.of(flags.split(" ")));
        var out = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        var work = Files.createTempDirectory("valet-cold");
        try (var aws = LoopbackAws.of(new StubAws(new CannedAws(World.of(1, 1, false))))) {
            var environment = new HashMap<>(Environments.of(aws.endpoint()));
            environment.put("JAVA_TOOL_OPTIONS", flags);
            var bare = Staged.bare(work, layer);
            var valet = Staged.valet(work, function, layer);
            var starts = new ColdBench(environment, java, bare, valet, out::println).starts();
            report(report, starts, Staged.unzipped(function) + Staged.unzipped(layer), machine);
        } finally {
            delete(work);
        }
    }

    private Map<Way, Pairs> starts() throws IOException, InterruptedException {
        progress.say("training runs, which leave the AOT caches");
        train(bare);
        train(valet);
        var starts = new EnumMap<Way, Pairs>(Way.class);
        for (int i = 0; i < PAIRS; i++) {
            int load = i < LOADED_PAIRS ? LOAD : 0;
            for (var way : Way.values()) {
                var pairs = starts.computeIfAbsent(way, _ -> Pairs.none());
                pairs.bare().add(Start.of(bare, how(way, bare, load)));
                pairs.valet().add(Start.of(valet, how(way, valet, load)));
            }
            progress.say("pair " + (i + 1) + " of " + PAIRS);
        }
        return starts;
    }

    private void train(Staged function) throws IOException, InterruptedException {
        var cache = cache(function);
        Start.of(function, new Start.How(java, List.of("-XX:AOTCacheOutput=" + cache), environment, LOAD));
        if (!Files.exists(cache)) {
            throw new IllegalStateException("the training run of " + function.name() + " left no AOT cache");
        }
    }

    private Start.How how(Way way, Staged function, int load) {
        return switch (way) {
            case PLAIN -> new Start.How(java, List.of(), environment, load);
            // "on" ends the process when the cache cannot be used, where "auto" would quietly measure the wrong thing.
            case AOT_CACHE ->
                new Start.How(java, List.of("-XX:AOTMode=on", "-XX:AOTCache=" + cache(function)), environment, load);
            case SNAPSTART -> {
                var restored = new HashMap<>(environment);
                restored.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
                var hooks = "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac";
                yield new Start.How(java, List.of(hooks), restored, load);
            }
        };
    }

    private static Path cache(Staged function) {
        return function.folder().resolveSibling(function.name() + ".aot");
    }

    private static void report(Report report, Map<Way, Pairs> starts, long unzipped, Json machine) throws IOException {
        var plain = starts.getOrDefault(Way.PLAIN, Pairs.none());
        var cached = starts.getOrDefault(Way.AOT_CACHE, Pairs.none());
        var restored = starts.getOrDefault(Way.SNAPSTART, Pairs.none());
        report.table(
                "cold",
                List.of(
                        Pairs.heads(),
                        plain.row("no cache: ready", Start::ready),
                        plain.row("no cache: first answer", Start::answered),
                        cached.row("AOT cache: ready", Start::ready),
                        cached.row("AOT cache: first answer", Start::answered),
                        cached.row("AOT cache: processor time until then", Start::cpu),
                        restored.row("SnapStart: from restored to first answer", Start::resumed),
                        plain.memory("peak memory after " + (LOAD + 1) + " requests"),
                        cached.memory("the same with AOT cache"),
                        List.of("layer and function, unzipped", "", unzipped / MIB + " MiB", "")));
        report.write(
                "cold",
                Json.object()
                        .with("machine", machine)
                        .with("plain", plain.json())
                        .with("aotCache", cached.json())
                        .with("snapStart", restored.json())
                        .with("unzippedBytes", unzipped)
                        .build());
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

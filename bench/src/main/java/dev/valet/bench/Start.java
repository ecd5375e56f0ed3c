package dev.valet.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One process of one function under Lambda's own runtime interface client, from its start to its first answer.
 *
 * @param ready nanoseconds until it asked for its first invocation: its init
 * @param answered nanoseconds until its first answer was there
 * @param cpu nanoseconds of any core until then, in the ticks of the system
 * @param resumed nanoseconds from the moment it was restored to its first answer; 0 when it was never in a snapshot
 * @param peakBytes the most memory it had resident, after the load; 0 where the system does not tell
 */
record Start(long ready, long answered, long cpu, long resumed, long peakBytes) {
    private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final long KIB = 1024;

    /**
     * How to start.
     *
     * @param java the command: Java, and what pins it to a core
     * @param flags for this way of starting
     * @param environment with AWS in it, and the flags that every way shares
     * @param load further invocations after the first
     */
    record How(List<String> java, List<String> flags, Map<String, String> environment, int load) {}

    static Start of(Staged function, How how) throws IOException, InterruptedException {
        try (var api = new RuntimeApi()) {
            boolean snapshot = how.environment().containsValue("snap-start");
            for (int i = 0; i <= how.load(); i++) {
                api.invoke(Events.lease(0, 0));
            }
            long began = System.nanoTime();
            var process = process(function, how, api.authority()).start();
            var _ = process.onExit().thenAccept(ended -> api.ended(lastWords(function, ended)));
            try {
                long restored = snapshot ? api.await(RuntimeApi.What.CHECKPOINT).at() : 0;
                long ready = api.await(RuntimeApi.What.READY).at();
                var first = api.await(RuntimeApi.What.RESPONSE);
                long cpu =
                        process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
                checked(first.body());
                for (int i = 0; i < how.load(); i++) {
                    checked(api.await(RuntimeApi.What.RESPONSE).body());
                }
                long resumed = snapshot ? first.at() - restored : 0;
                return new Start(ready - began, first.at() - began, cpu, resumed, peak(process));
            } finally {
                // Not by force: a training run writes its AOT cache when it is asked to end.
                process.destroy();
                if (!process.waitFor(60, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        }
    }

    private static ProcessBuilder process(Staged function, How how, String api) throws IOException {
        var command = new ArrayList<>(how.java());
        command.addAll(how.flags());
        command.addAll(List.of("-cp", function.classPath(), MAIN, function.handler()));
        // The client adds what is in its working directory to its own class path; here is nothing.
        var empty = Files.createDirectories(function.folder().resolveSibling("empty"));
        var builder = new ProcessBuilder(command)
                .directory(empty.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(errors(function).toFile());
        builder.environment().clear();
        builder.environment().putAll(how.environment());
        builder.environment()
                .putAll(Map.of(
                        "AWS_LAMBDA_RUNTIME_API",
                        api,
                        "AWS_LAMBDA_FUNCTION_NAME",
                        function.name(),
                        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                        "1769",
                        "_HANDLER",
                        function.handler(),
                        "TZ",
                        ":UTC"));
        return builder;
    }

    private static Path errors(Staged function) {
        return function.folder().resolveSibling(function.name() + ".err");
    }

    private static String lastWords(Staged function, Process ended) {
        try {
            return "exit code " + ended.exitValue() + ": " + Files.readString(errors(function));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void checked(String reply) {
        if (!reply.contains("\"statusCode\":201")) {
            throw new IllegalStateException("no lease but " + reply);
        }
    }

    /** Linux alone tells it. */
    private static long peak(Process process) throws IOException {
        var status = Path.of("/proc/" + process.pid() + "/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> KIB * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}

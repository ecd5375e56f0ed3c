package dev.valet.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One process of one function under Lambda's own runtime interface client, from its start to its first answer.
 *
 * @param ready nanoseconds until it asked for its first invocation: its init
 * @param answered nanoseconds until its first answer was there
 * @param resumed nanoseconds from the moment it was restored to its first answer; 0 when it was never in a snapshot
 * @param peakKiB the most memory it had resident, after the load
 */
record Start(long ready, long answered, long resumed, long peakKiB) {
    private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    /**
     * How to start.
     *
     * @param java the command: Java, and what pins it to a core
     * @param flags for this way of starting
     * @param environment with AWS in it, and the flags that every way shares
     * @param load further invocations after the first
     */
    record Way(List<String> java, List<String> flags, Map<String, String> environment, int load) {
        Way with(List<String> otherFlags, int otherLoad) {
            return new Way(java, otherFlags, environment, otherLoad);
        }
    }

    static Start of(Staged function, Way way) throws IOException, InterruptedException {
        try (var api = new RuntimeApi()) {
            boolean snapshot = way.environment().containsValue("snap-start");
            for (int i = 0; i <= way.load(); i++) {
                api.invoke(Events.lease(0, 0));
            }
            long began = System.nanoTime();
            var process = process(function, way, api.authority()).start();
            try {
                long restored = snapshot ? api.await(RuntimeApi.What.CHECKPOINT).at() : 0;
                long ready = api.await(RuntimeApi.What.READY).at();
                var first = api.await(RuntimeApi.What.RESPONSE);
                checked(first.body());
                for (int i = 0; i < way.load(); i++) {
                    checked(api.await(RuntimeApi.What.RESPONSE).body());
                }
                return new Start(
                        ready - began, first.at() - began, snapshot ? first.at() - restored : 0, peak(process));
            } finally {
                // Not by force: a training run writes its AOT cache when it is asked to end.
                process.destroy();
                if (!process.waitFor(60, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        }
    }

    private static ProcessBuilder process(Staged function, Way way, String api) throws IOException {
        var command = new ArrayList<>(way.java());
        command.addAll(way.flags());
        command.addAll(List.of("-cp", function.classPath(), MAIN, function.handler()));
        var builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(way.environment());
        builder.environment()
                .putAll(Map.of(
                        "AWS_LAMBDA_RUNTIME_API", api,
                        "AWS_LAMBDA_FUNCTION_NAME", function.name(),
                        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1769",
                        "_HANDLER", function.handler(),
                        "TZ", ":UTC"));
        return builder;
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
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}

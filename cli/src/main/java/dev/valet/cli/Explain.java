package dev.valet.cli;

import dev.valet.Json;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code POST /explain} as an agent. */
@Command(
        name = "explain",
        description = "Says whether a lease would be issued, and which rule decides.",
        mixinStandardHelpOptions = true)
final class Explain extends Asking {
    @Parameters(index = "0", paramLabel = "GRANT", description = "The grant")
    @Nullable
    private String grant;

    @Option(names = "-p", paramLabel = "NAME=VALUE", description = "A parameter of the grant")
    private Map<String, String> parameters = new TreeMap<>();

    @Option(names = "--ttl", paramLabel = "SECONDS", description = "The life asked for, 60 to 900")
    @Nullable
    private Integer ttl;

    @Override
    Json ask(Api api) {
        var request = Json.object().with("grant", Output.present(grant));
        if (!parameters.isEmpty()) {
            request.with("parameters", Json.strings(parameters));
        }
        if (ttl != null) {
            request.with("ttlSeconds", ttl);
        }
        return api.post(Api.Tree.AGENT, "/explain", request.build());
    }

    @Override
    Exit exit(Json answer) {
        return Problem.text(answer, "decision").equals("denied") ? Exit.DENIED : Exit.OK;
    }
}

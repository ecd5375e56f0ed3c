package dev.valet.cli;

import dev.valet.Json;
import picocli.CommandLine.Command;

/** {@code GET /whoami} as an agent. */
@Command(name = "whoami", description = "Shows who Valet thinks you are.", mixinStandardHelpOptions = true)
final class Whoami extends Asking {
    @Override
    Json ask(Api api) {
        return api.get(Api.Tree.AGENT, "/whoami");
    }
}

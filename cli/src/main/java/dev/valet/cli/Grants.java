package dev.valet.cli;

import dev.valet.Json;
import picocli.CommandLine.Command;

/** {@code GET /grants} as an agent. */
@Command(name = "grants", description = "Lists what you may have.", mixinStandardHelpOptions = true)
final class Grants extends Asking {
    @Override
    Json ask(Api api) {
        return api.get(Api.Tree.AGENT, "/grants");
    }
}

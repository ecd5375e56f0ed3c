package dev.valet.cli;

import dev.valet.Json;
import dev.valet.identity.AgentId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code POST /admin/agents/{id}/suspend}. */
@Command(
        name = "suspend",
        description = "Ends all that an agent has, and lets it have nothing more: as valet revoke --agent.",
        mixinStandardHelpOptions = true)
final class AgentsSuspend extends Ending {
    @Parameters(paramLabel = "AGENT", description = "The agent")
    private String agent = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "For whoever reads the audit")
    private String reason = "";

    @Override
    public Integer call() {
        var path = "/agents/" + checked(agent, AgentId::parse) + "/suspend";
        return begun(operator()
                .post(Api.Tree.ADMIN, path, Json.object().with("reason", reason).build()));
    }
}

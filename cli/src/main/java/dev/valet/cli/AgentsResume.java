package dev.valet.cli;

import dev.valet.Json;
import dev.valet.identity.AgentId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code POST /admin/agents/{id}/resume}. */
@Command(
        name = "resume",
        description = "Lets a suspended agent have leases again, a minute later at the earliest.",
        mixinStandardHelpOptions = true)
final class AgentsResume extends Ending {
    @Parameters(paramLabel = "AGENT", description = "The agent")
    private String agent = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "For whoever reads the audit")
    private String reason = "";

    @Override
    public Integer call() {
        var path = "/agents/" + checked(agent, AgentId::parse) + "/resume";
        return told(operator()
                .post(Api.Tree.ADMIN, path, Json.object().with("reason", reason).build()));
    }
}

package dev.valet.cli;

import dev.valet.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code POST /admin/approvals}: instead of a yes to everything, a number of requests of one grant for a while. */
@Command(
        name = "allow",
        description = "Approves beforehand: any request of one grant, so many times, for so long.",
        mixinStandardHelpOptions = true)
final class ApprovalsAllow extends Deciding {
    @Option(names = "--agent", required = true, paramLabel = "AGENT", description = "Whose requests")
    private String agent = "";

    @Option(names = "--grant", required = true, paramLabel = "GRANT", description = "Of which grant")
    private String grant = "";

    @Option(names = "--uses", required = true, paramLabel = "N", description = "How many, 1 to 1000")
    private int uses;

    @Option(names = "--minutes", required = true, paramLabel = "N", description = "For how long, 1 to 1440")
    private int minutes;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "For whoever reads the audit")
    private String reason = "";

    @Override
    public Integer call() {
        var body = Json.object()
                .with("agent", agent)
                .with("grant", grant)
                .with("uses", uses)
                .with("minutes", minutes)
                .with("reason", reason)
                .build();
        return show(operator().post(Api.Tree.ADMIN, "/approvals", body));
    }
}

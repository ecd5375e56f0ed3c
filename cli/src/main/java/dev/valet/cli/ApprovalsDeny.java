package dev.valet.cli;

import dev.valet.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code POST /admin/approvals/{id}/deny}. */
@Command(
        name = "deny",
        description = "Says no, which one person can; also to take back a yes that was not used.",
        mixinStandardHelpOptions = true)
final class ApprovalsDeny extends Deciding {
    @Parameters(paramLabel = "ID", description = "The approval, ap-…")
    private String id = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; whoever waits reads it")
    private String reason = "";

    @Override
    public Integer call() {
        var body = Json.object().with("reason", reason).build();
        return show(operator().post(Api.Tree.ADMIN, path(id, "/deny"), body));
    }
}

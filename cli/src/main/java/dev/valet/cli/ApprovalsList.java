package dev.valet.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code GET /admin/approvals}: what waits, or everything of late. */
@Command(name = "list", description = "Lists what waits for a person, newest first.", mixinStandardHelpOptions = true)
final class ApprovalsList extends Deciding {
    @Option(names = "--all", description = "Also what was decided, used, or is over")
    private boolean all;

    @Override
    public Integer call() {
        var answer = operator().get(Api.Tree.ADMIN, "/approvals" + (all ? "" : "?state=open"));
        if (json()) {
            output().line(Printable.of(answer.canonical()));
            return Exit.OK.code();
        }
        var found = Problem.items(answer, "approvals");
        found.forEach(approval -> output().line(new ApprovalText(approval).line()));
        if (found.isEmpty()) {
            output().line("Nothing waits.");
        }
        return Exit.OK.code();
    }
}

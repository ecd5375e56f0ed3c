package dev.valet.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code GET /admin/approvals/{id}}: all that is asked. */
@Command(
        name = "show",
        description = "Shows all that is asked, word for word what is hashed.",
        mixinStandardHelpOptions = true)
final class ApprovalsShow extends Deciding {
    @Parameters(paramLabel = "ID", description = "The approval, ap-…")
    private String id = "";

    @Override
    public Integer call() {
        return show(operator().get(Api.Tree.ADMIN, path(id, "")));
    }
}

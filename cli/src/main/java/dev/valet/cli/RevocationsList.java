package dev.valet.cli;

import picocli.CommandLine.Command;

/** {@code GET /admin/revocations}. */
@Command(name = "list", description = "Lists the last hundred, newest first.", mixinStandardHelpOptions = true)
final class RevocationsList extends Ending {
    @Override
    public Integer call() {
        var answer = operator().get(Api.Tree.ADMIN, "/revocations");
        if (json()) {
            output().line(Printable.of(answer.canonical()));
            return Exit.OK.code();
        }
        var found = Problem.items(answer, "revocations");
        found.forEach(revocation -> output().line(new RevocationText(revocation).line()));
        if (found.isEmpty()) {
            output().line("Nothing was revoked.");
        }
        return Exit.OK.code();
    }
}

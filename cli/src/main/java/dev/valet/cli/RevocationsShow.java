package dev.valet.cli;

import dev.valet.revocation.RevocationId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code GET /admin/revocations/{id}}. */
@Command(name = "show", description = "Shows how far one has come.", mixinStandardHelpOptions = true)
final class RevocationsShow extends Ending {
    @Parameters(paramLabel = "ID", description = "The revocation, vr-…")
    private String id = "";

    @Override
    public Integer call() {
        return told(operator().get(Api.Tree.ADMIN, "/revocations/" + checked(id, RevocationId::parse)));
    }
}

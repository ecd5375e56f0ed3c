package dev.valet.cli;

import dev.valet.Json;
import dev.valet.revocation.RevocationId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code POST /admin/revocations/{id}/lift}. */
@Command(
        name = "lift",
        description = "Allows again what was revoked, a minute later at the earliest. Ended leases stay ended.",
        mixinStandardHelpOptions = true)
final class RevocationsLift extends Ending {
    @Parameters(paramLabel = "ID", description = "The revocation, vr-…")
    private String id = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "For whoever reads the audit")
    private String reason = "";

    @Override
    public Integer call() {
        var path = "/revocations/" + checked(id, RevocationId::parse) + "/lift";
        return told(operator()
                .post(Api.Tree.ADMIN, path, Json.object().with("reason", reason).build()));
    }
}

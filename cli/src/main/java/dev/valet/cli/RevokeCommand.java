package dev.valet.cli;

import dev.valet.Json;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.lease.LeaseId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Scanner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code POST /admin/revocations}: one lease, a grant, an agent, or everything. */
@Command(
        name = "revoke",
        description = "Ends a lease, a grant, an agent or everything, at once.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Nothing new is issued from the moment this is answered. It ends with 0 once the denial was seen, and",
            "with 5 while something of it is pending; asked for again, it tries again and says how it stands."
        })
final class RevokeCommand extends Ending {
    private static final String EVERYTHING = "everything";

    @ArgGroup(multiplicity = "1")
    @Nullable
    private Subject subject;

    static final class Subject {
        @Option(names = "--everything", description = "All leases of all agents; Valet is closed until it is lifted")
        private boolean everything;

        @ArgGroup(exclusive = false, multiplicity = "1")
        @Nullable
        private Named named;
    }

    static final class Named {
        @Option(names = "--agent", required = true, paramLabel = "AGENT", description = "All that this agent has")
        private String agent = "";

        @Option(names = "--grant", paramLabel = "GRANT", description = "Of that agent, this grant")
        @Nullable
        private String grant;

        @Option(names = "--lease", paramLabel = "LEASE", description = "Of that grant, this lease")
        @Nullable
        private String lease;
    }

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "For whoever reads the audit")
    private String reason = "";

    @Option(names = "--yes", description = "Do not ask whether everything is meant")
    private boolean yes;

    @Override
    public Integer call() {
        var said = Output.present(subject);
        var body = said.everything ? everything() : named(Output.present(said.named));
        return begun(operator().post(Api.Tree.ADMIN, "/revocations", body));
    }

    private Json named(Named named) {
        if (named.lease != null && named.grant == null) {
            throw wrong("Name the lease's grant too: valet audit list --lease has it");
        }
        return Json.object()
                .with("agent", checked(named.agent, AgentId::parse))
                .with("grant", Optional.ofNullable(named.grant).map(grant -> checked(grant, GrantId::parse)))
                .with("lease", Optional.ofNullable(named.lease).map(lease -> checked(lease, LeaseId::parse)))
                .with("reason", reason)
                .build();
    }

    private Json everything() {
        if (!yes && !isMeant()) {
            throw new Failed(Exit.USAGE, "Nothing was ended");
        }
        return Json.object().with(EVERYTHING, true).with("reason", reason).build();
    }

    private boolean isMeant() {
        output().error("This ends every lease of every agent, and nobody gets a new one until it is lifted.");
        output().error("Type " + EVERYTHING + " to do it:");
        var typed = new Scanner(System.in, StandardCharsets.UTF_8);
        return typed.hasNextLine() && typed.nextLine().strip().equals(EVERYTHING);
    }
}

package dev.valet.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What waits for a person: to read it, and to decide. */
@Command(
        name = "approvals",
        description = "Shows what waits for a person, and takes the answer.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ApprovalsList.class,
            ApprovalsShow.class,
            ApprovalsApprove.class,
            ApprovalsDeny.class,
            ApprovalsAllow.class
        })
final class Approvals implements Runnable {
    @Spec
    @Nullable
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                Objects.requireNonNull(spec).commandLine(), "Say what to do with approvals");
    }
}

package dev.valet.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What was ended before its time: how far it has come, and to allow it again. */
@Command(
        name = "revocations",
        description = "Shows what was ended and how far it came, and lifts it.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RevocationsList.class, RevocationsShow.class, RevocationsLift.class})
final class Revocations implements Runnable {
    @Spec
    @Nullable
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                Objects.requireNonNull(spec).commandLine(), "Say what to do with revocations");
    }
}

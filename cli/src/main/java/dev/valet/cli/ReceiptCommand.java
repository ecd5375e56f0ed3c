package dev.valet.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What an action left behind, for whoever was not there. */
@Command(
        name = "receipt",
        description = "Checks receipts of performed actions.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ReceiptVerify.class})
final class ReceiptCommand implements Runnable {
    @Spec
    @Nullable
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                Objects.requireNonNull(spec).commandLine(), "Say what to do with the receipt");
    }
}

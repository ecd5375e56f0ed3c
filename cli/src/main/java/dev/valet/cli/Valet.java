package dev.valet.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root of the {@code valet} command. */
@Command(
        name = "valet",
        description = "Hands AI agents short-lived credentials, so that they store none.",
        mixinStandardHelpOptions = true,
        version = "valet 1.0.0",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            Validate.class,
            PlanCommand.class,
            Apply.class,
            Whoami.class,
            Grants.class,
            Explain.class,
            Approvals.class,
            RevokeCommand.class,
            Revocations.class,
            Agents.class,
            Audit.class,
            ReceiptCommand.class,
            CommandLine.HelpCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:something unexpected, or changed meanwhile",
            "2:wrong use, or a configuration or request that breaks a rule",
            "3:not authenticated",
            "4:denied",
            "5:not finished: waits for an approval, or for an end to be confirmed",
            "6:expired",
            "7:the network, AWS or Valet did not answer",
            "8:the audit is incomplete, or the receipt does not hold"
        })
public final class Valet implements Callable<Integer> {
    @Spec
    @Nullable
    private CommandSpec spec;

    /** Also for other modules, which add subcommands of their own to it. */
    public static CommandLine commandLine() {
        return commandLine(System.getenv());
    }

    /** With another environment than the process's own. */
    public static CommandLine commandLine(Map<String, String> env) {
        return new CommandLine(new Valet(), new Factory(env))
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler(Valet::correct)
                .setExecutionExceptionHandler(Valet::explain);
    }

    private record Factory(Map<String, String> env) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            return type == Server.class
                    ? type.cast(new Server(env))
                    : CommandLine.defaultFactory().create(type);
        }
    }

    public static void main(String... args) {
        System.exit(commandLine().execute(args));
    }

    /** Without a command: what there is. */
    @Override
    public Integer call() {
        var line = Objects.requireNonNull(spec).commandLine();
        line.usage(line.getErr());
        return Exit.USAGE.code();
    }

    /** Wrong use is one line and where to read on, not a page. */
    private static int correct(CommandLine.ParameterException wrong, String... arguments) {
        var line = wrong.getCommandLine();
        line.getErr().println("valet: " + wrong.getMessage());
        line.getErr().println("see " + line.getCommandSpec().qualifiedName() + " --help");
        return Exit.USAGE.code();
    }

    /** Nobody is shown a stack: a failure is what happened, what to do next, and an exit code. */
    private static int explain(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        if (failure instanceof Failed failed) {
            failed.lines().forEach(line.getErr()::println);
            return failed.exit().code();
        }
        line.getErr().println("valet: unexpected " + failure.getClass().getName());
        return Exit.UNEXPECTED.code();
    }
}

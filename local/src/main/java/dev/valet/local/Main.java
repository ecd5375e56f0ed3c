package dev.valet.local;

import dev.valet.local.door.Loopback;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/** The {@code valet} command as the launcher starts it: the commands of the cli, and those of this machine. */
public final class Main {
    private Main() {}

    @Command(
            name = "valet",
            description = "Hands AI agents short-lived credentials, so that they store none.",
            mixinStandardHelpOptions = true)
    static final class Root {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return addTo(new CommandLine(new Root()));
    }

    /** Adds this machine's commands to a root. */
    static CommandLine addTo(CommandLine root) {
        IExecutionExceptionHandler inner = root.getExecutionExceptionHandler();
        return root.addSubcommand(new UpCommand())
                .addSubcommand(new AsCommand())
                .addSubcommand(new DemoCommand())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof Trouble trouble) {
                        command.getErr().println("valet: " + trouble.line());
                        return trouble.exitCode();
                    }
                    if (failure instanceof Loopback.InsideLambda refusal) {
                        command.getErr().println("valet: " + refusal.getMessage());
                        return 1;
                    }
                    if (inner != null) {
                        return inner.handleExecutionException(failure, command, parsed);
                    }
                    throw failure;
                });
    }
}

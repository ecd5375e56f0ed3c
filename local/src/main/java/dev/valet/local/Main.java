package dev.valet.local;

import dev.valet.cli.Valet;
import dev.valet.local.door.Loopback;
import java.nio.file.FileSystemException;
import java.util.LinkedHashMap;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;

/** The {@code valet} command as the launcher starts it: the commands of this machine, and then those of the cli. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        var root = Valet.commandLine();
        var anywhere = new LinkedHashMap<>(root.getSubcommands());
        anywhere.keySet().forEach(root.getCommandSpec()::removeSubcommand);
        root.addSubcommand(new UpCommand()).addSubcommand(new AsCommand()).addSubcommand(new DemoCommand());
        anywhere.forEach(root::addSubcommand);
        var version = root.getCommandSpec().version();
        root.getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec().version(version));
        return root.setExecutionExceptionHandler(explaining(root.getExecutionExceptionHandler()));
    }

    private static IExecutionExceptionHandler explaining(IExecutionExceptionHandler otherwise) {
        return (failure, command, parsed) -> switch (failure) {
            case Trouble trouble -> said(command, trouble.line(), trouble.exitCode());
            case Loopback.InsideLambda refusal -> said(command, String.valueOf(refusal.getMessage()), 1);
            case FileSystemException denied -> said(command, "cannot read or write " + denied.getFile(), 1);
            default -> otherwise.handleExecutionException(failure, command, parsed);
        };
    }

    private static int said(CommandLine command, String line, int exitCode) {
        command.getErr().println("valet: " + line);
        return exitCode;
    }
}

package dev.valet.cli;

import dev.valet.config.ReadConfiguration;
import dev.valet.registry.Deployment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks a directory as the whole configuration, with the server's own code and without it. */
@Command(
        name = "validate",
        description = "Checks configuration offline, as strictly as the server does.",
        mixinStandardHelpOptions = true)
final class Validate implements Callable<Integer> {
    @Spec
    @Nullable
    private CommandSpec spec;

    @Option(names = "-f", required = true, paramLabel = "DIR", description = "The directory, or one file")
    @Nullable
    private Path place;

    @Option(
            names = "--account",
            paramLabel = "ACCOUNT",
            description = "The account Valet runs in, so that its own roles and secrets are refused here too")
    @Nullable
    private String account;

    @Option(
            names = "--development-accounts",
            split = ",",
            paramLabel = "ACCOUNT",
            description = "The accounts whose identities reach the sandbox only")
    private List<String> developmentAccounts = List.of();

    @Override
    public Integer call() {
        var files = Sources.under(Output.present(place));
        var deployment = new Deployment(Optional.ofNullable(account), Set.copyOf(developmentAccounts), Set.of());
        var faults = new ReadConfiguration().check(files, deployment);
        var output = new Output(Output.present(spec));
        if (faults.isEmpty()) {
            output.line(Paint.GREEN.on("valid") + ": " + files.size() + (files.size() == 1 ? " file" : " files"));
            return Exit.OK.code();
        }
        faults.forEach(fault -> output.error(Printable.of(fault.toString())));
        output.error(faults.size() + (faults.size() == 1 ? " fault" : " faults"));
        return Exit.USAGE.code();
    }
}

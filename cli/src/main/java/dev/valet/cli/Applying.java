package dev.valet.cli;

import dev.valet.Json;
import dev.valet.ObjectBuilder;
import dev.valet.config.ReadConfiguration;
import dev.valet.config.SourceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What plan and apply have in common: files go to the operator API, and a plan comes back. */
abstract sealed class Applying implements Callable<Integer> permits PlanCommand, Apply {
    @Spec
    @Nullable
    private CommandSpec spec;

    @Mixin
    @Nullable
    private Server server;

    @Option(names = "-f", required = true, paramLabel = "DIR", description = "The directory, or one file")
    @Nullable
    private Path place;

    @Option(names = "--prune", description = "What is configured and in none of the files goes")
    private boolean prune;

    @Option(names = "--json", description = "Print the answer as it came")
    private boolean json;

    abstract String mode();

    /** What an apply says beside its files. */
    abstract ObjectBuilder more(ObjectBuilder request);

    @Override
    public Integer call() {
        var files = Sources.under(Output.present(place));
        checkHere(files);
        var answer = Output.present(server).operator().post(Api.Tree.ADMIN, "/apply", request(files));
        var output = new Output(Output.present(spec));
        if (json) {
            output.line(Printable.of(answer.canonical()));
        } else {
            new PlanText(answer).lines(mode()).forEach(output::line);
        }
        var waiting = answer.textAt("approval", "id");
        if (waiting.isEmpty()) {
            return Exit.OK.code();
        }
        output.error("It reaches production, so a second person reads it first: valet approvals show "
                + Printable.of(waiting));
        output.error("Then: the same apply with --approval " + Printable.of(waiting));
        return Exit.PENDING.code();
    }

    /** What is broken by itself need not travel. The rules between documents need what is configured, and wait for it. */
    private static void checkHere(List<SourceFile> files) {
        var faults = new ReadConfiguration().read(files).faults();
        if (!faults.isEmpty()) {
            throw new Failed(
                    Exit.USAGE,
                    faults.stream().map(fault -> Printable.of(fault.toString())).toList());
        }
    }

    private Json request(List<SourceFile> files) {
        return more(Json.object()
                        .with(
                                "files",
                                new Json.Arr(files.stream()
                                        .<Json>map(file -> Json.object()
                                                .with("name", file.name())
                                                .with("text", file.text())
                                                .build())
                                        .toList()))
                        .with("mode", mode())
                        .with("prune", prune))
                .build();
    }
}

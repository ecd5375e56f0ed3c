package dev.valet.cli;

import dev.valet.Json;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What an agent asks and gets an answer to, which is JSON for machines and indented for people. */
abstract sealed class Asking implements Callable<Integer> permits Whoami, Grants, Explain {
    @Spec
    @Nullable
    private CommandSpec spec;

    @Mixin
    @Nullable
    private Server server;

    @Option(names = "--json", description = "Print the answer as it came")
    private boolean json;

    abstract Json ask(Api api);

    /** Of an answer that is no failure of the asking. */
    Exit exit(Json answer) {
        return Exit.OK;
    }

    @Override
    public Integer call() {
        var answer = ask(Output.present(server).agent());
        new Output(Output.present(spec)).line(json ? Printable.of(answer.canonical()) : Indented.of(answer));
        return exit(answer).code();
    }
}

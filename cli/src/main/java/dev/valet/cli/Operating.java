package dev.valet.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands by which operators decide and end have in common: where they ask, and how they tell. */
abstract sealed class Operating implements Callable<Integer> permits Deciding, Ending {
    @Spec
    @Nullable
    private CommandSpec spec;

    @Mixin
    @Nullable
    private Server server;

    @Option(names = "--json", description = "Print the answer as it came")
    private boolean json;

    Api operator() {
        return Output.present(server).operator();
    }

    CommandSpec spec() {
        return Output.present(spec);
    }

    Output output() {
        return new Output(spec());
    }

    boolean json() {
        return json;
    }
}

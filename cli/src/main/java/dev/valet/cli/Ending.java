package dev.valet.cli;

import dev.valet.Json;
import dev.valet.Malformed;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands about revocations have in common: an operator asks, and reads how far it has come. */
abstract sealed class Ending implements Callable<Integer>
        permits RevokeCommand, RevocationsList, RevocationsShow, RevocationsLift, AgentsSuspend, AgentsResume {
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

    Output output() {
        return new Output(Output.present(spec));
    }

    boolean json() {
        return json;
    }

    CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(Output.present(spec).commandLine(), message);
    }

    /** @throws Failed for what is no such name, before anybody is asked */
    static String checked(String text, Function<String, ?> parse) {
        try {
            return parse.apply(text).toString();
        } catch (Malformed malformed) {
            throw new Failed(
                    Exit.USAGE,
                    Printable.of(text) + ": " + malformed.problems().getFirst().rule());
        }
    }

    /** What was begun: done once the denial was seen, and not before. */
    int begun(Json answer) {
        var text = new RevocationText(answer.at("revocation"));
        tell(answer, text);
        return (text.isSeen() ? Exit.OK : Exit.PENDING).code();
    }

    /** What was looked at, or allowed again. */
    int told(Json answer) {
        tell(answer, new RevocationText(answer.at("revocation")));
        return Exit.OK.code();
    }

    private void tell(Json answer, RevocationText text) {
        if (json) {
            output().line(Printable.of(answer.canonical()));
        } else {
            text.lines().forEach(output()::line);
        }
    }
}

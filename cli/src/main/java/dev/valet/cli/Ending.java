package dev.valet.cli;

import dev.valet.Json;
import dev.valet.Malformed;
import java.util.function.Function;
import picocli.CommandLine;

/** What the commands about revocations have in common: an operator asks, and reads how far it has come. */
abstract sealed class Ending extends Operating
        permits RevokeCommand, RevocationsList, RevocationsShow, RevocationsLift, AgentsSuspend, AgentsResume {
    CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec().commandLine(), message);
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
        if (json()) {
            output().line(Printable.of(answer.canonical()));
        } else {
            text.lines().forEach(output()::line);
        }
    }
}

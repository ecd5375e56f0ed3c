package dev.valet.cli;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.approval.ApprovalId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands about approvals have in common: an operator asks, and reads an approval. */
abstract sealed class Deciding implements Callable<Integer>
        permits ApprovalsList, ApprovalsShow, ApprovalsApprove, ApprovalsDeny, ApprovalsAllow {
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

    /** The path below {@code /admin}. @throws Failed for what is no id, before anybody is asked */
    static String path(String id, String what) {
        try {
            return "/approvals/" + ApprovalId.parse(id).text() + what;
        } catch (Malformed malformed) {
            throw new Failed(
                    Exit.USAGE, "The id " + malformed.problems().getFirst().rule());
        }
    }

    int show(Json answer) {
        if (json) {
            output().line(Printable.of(answer.canonical()));
        } else {
            new ApprovalText(answer.at("approval")).lines().forEach(output()::line);
        }
        return Exit.OK.code();
    }
}

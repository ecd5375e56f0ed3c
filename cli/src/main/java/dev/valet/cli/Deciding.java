package dev.valet.cli;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.approval.ApprovalId;

/** What the commands about approvals have in common: an operator asks, and reads an approval. */
abstract sealed class Deciding extends Operating
        permits ApprovalsList, ApprovalsShow, ApprovalsApprove, ApprovalsDeny, ApprovalsAllow {
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
        if (json()) {
            output().line(Printable.of(answer.canonical()));
        } else {
            new ApprovalText(answer.at("approval")).lines().forEach(output()::line);
        }
        return Exit.OK.code();
    }
}

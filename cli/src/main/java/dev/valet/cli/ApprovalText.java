package dev.valet.cli;

import dev.valet.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** An approval for people: first how far it is, then all that is asked, word for word, then its hash. */
record ApprovalText(Json approval) {

    /** One line in a list. */
    String line() {
        return String.join(
                "  ",
                Problem.text(approval, "id"),
                state(),
                Problem.text(approval, "agent").isEmpty()
                        ? "configuration, by " + Printable.of(approval.textAt("asked", "person"))
                        : Problem.text(approval, "agent") + " asks for " + Problem.text(approval, "grant"),
                "until " + Problem.text(approval, "expiresAt"));
    }

    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(line());
        lines.add(Problem.number(approval, "approvedBy") + " of " + Problem.number(approval, "approvers")
                + " approved; used " + Problem.number(approval, "used") + " of " + Problem.number(approval, "uses"));
        for (var vote : Problem.items(approval, "votes")) {
            var reason = Problem.text(vote, "reason");
            lines.add("  " + Problem.text(vote, "person") + ": " + Problem.text(vote, "choice")
                    + (reason.isEmpty() ? "" : ", " + reason));
        }
        var excluded = Problem.items(approval, "excluded").stream()
                .map(one -> one instanceof Json.Str(String name) ? Printable.of(name) : "")
                .collect(Collectors.joining(", "));
        if (!excluded.isEmpty()) {
            lines.add("not to approve: " + excluded);
        }
        lines.add("");
        lines.addAll(asked());
        lines.add("");
        lines.add("hash " + hash());
        return lines;
    }

    /** A change of the configuration reads as its plan does; everything else as it is, member for member. */
    private List<String> asked() {
        var asked = approval.at("asked");
        if (!asked.textAt("act").equals("apply")) {
            return Indented.of(asked).lines().toList();
        }
        var lines = new ArrayList<String>();
        for (var change : Problem.items(asked, "changes")) {
            lines.add(
                    Problem.text(change, "op") + " " + Problem.text(change, "kind") + " " + Problem.text(change, "id"));
            for (var difference : Problem.items(change, "diff")) {
                lines.add("    " + (difference instanceof Json.Str(String text) ? Printable.of(text) : ""));
            }
        }
        return lines;
    }

    String hash() {
        return Problem.text(approval, "hash");
    }

    private String state() {
        var state = Problem.text(approval, "state");
        return switch (state) {
            case "open" -> Paint.YELLOW.on(state);
            case "approved" -> Paint.GREEN.on(state);
            case "denied" -> Paint.RED.on(state);
            default -> state;
        };
    }
}

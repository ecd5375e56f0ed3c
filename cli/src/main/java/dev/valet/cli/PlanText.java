package dev.valet.cli;

import dev.valet.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A plan for people: one line for each change, and below it each member that differs. */
record PlanText(Json answer) {

    List<String> lines(String mode) {
        var changes = Problem.items(answer, "plan");
        if (changes.isEmpty()) {
            return List.of(Paint.GREEN.on("Nothing to do") + ": the configuration is as the files say.");
        }
        var lines = new ArrayList<String>();
        changes.forEach(change -> lines.addAll(change(change)));
        lines.add(
                mode.equals("apply")
                        ? Problem.number(answer, "applied") + " of " + changes.size() + " applied"
                        : changes.size() + " to apply");
        return lines;
    }

    private static List<String> change(Json change) {
        var op = Problem.text(change, "op");
        var head = sign(op) + " " + op + " " + Problem.text(change, "kind") + " " + Problem.text(change, "id");
        // What goes is known by its name; its members would only be many.
        var diff = op.equals("remove")
                ? Stream.<String>empty()
                : Problem.items(change, "diff").stream().map(difference -> "    " + difference(difference));
        return Stream.concat(Stream.of(paint(op).on(head)), diff).toList();
    }

    private static String difference(Json difference) {
        var pointer = Problem.text(difference, "pointer");
        var before = value(difference, "before");
        var after = value(difference, "after");
        if (before.isEmpty()) {
            return Paint.GREEN.on("+ " + pointer + ": " + after);
        }
        return after.isEmpty()
                ? Paint.RED.on("- " + pointer + ": " + before)
                : Paint.YELLOW.on("~ " + pointer + ": " + before + " → " + after);
    }

    private static String value(Json difference, String name) {
        return switch (Problem.member(difference, name)) {
            case Json.Null _ -> "";
            case Json json -> Printable.of(json.canonical());
        };
    }

    private static String sign(String op) {
        return switch (op) {
            case "create" -> "+";
            case "remove" -> "-";
            default -> "~";
        };
    }

    private static Paint paint(String op) {
        return switch (op) {
            case "create" -> Paint.GREEN;
            case "remove" -> Paint.RED;
            default -> Paint.YELLOW;
        };
    }
}

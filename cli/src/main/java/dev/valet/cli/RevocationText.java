package dev.valet.cli;

import dev.valet.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A revocation for people in a hurry: first what holds, then what does not yet, last what is left for them to do. */
record RevocationText(Json revocation) {

    /** Whether all that it ended was seen to be ended. */
    boolean isSeen() {
        return !text("confirmedAt").isEmpty();
    }

    /** One line in a list. */
    String line() {
        return String.join("  ", text("id"), "%-9s".formatted(state()), text("at"), subject(), who());
    }

    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(promise());
        lines.add("  " + text("id") + ", " + who() + ", at " + text("at"));
        if (Problem.member(revocation, "recorded").equals(Json.of(false))) {
            lines.add("  not in the audit yet; that is tried again every minute");
        }
        lines.addAll(section("Its sessions, on each role", "denies", "confirmed"));
        lines.addAll(section("What it was given of secrets", "rotations", "replaced"));
        lines.addAll(inFlight());
        lines.addAll(toDo());
        return lines;
    }

    private String promise() {
        return switch (state()) {
            case "confirmed" ->
                Paint.GREEN.on("Ended") + ": " + subject() + "." + nothingNew() + " That it is dead was seen at "
                        + text("confirmedAt") + ".";
            case "revoked" ->
                Paint.YELLOW.on("Ended, not confirmed") + ": " + subject() + "." + nothingNew()
                        + " All that it had is listed for denial, and not all of it was seen to be dead.";
            case "lifted" -> "Lifted: " + subject() + ". What was ended stays ended.";
            default ->
                Paint.YELLOW.on("Begun, not finished") + ": " + subject() + "." + nothingNew()
                        + " What it had is still being listed for denial and may work.";
        };
    }

    /** A single lease leaves its grant as it is. */
    private String nothingNew() {
        return part("lease").isEmpty() ? " Nothing new is issued." : "";
    }

    private String state() {
        var state = text("state");
        return state.equals("revoked") && isSeen() ? "confirmed" : state;
    }

    private String subject() {
        var grant = "grant " + part("grant") + " of agent " + part("agent");
        if (!part("lease").isEmpty()) {
            return "lease " + part("lease") + " of " + grant;
        }
        if (!part("grant").isEmpty()) {
            return grant;
        }
        return part("agent").isEmpty() ? "everything" : "agent " + part("agent");
    }

    private String who() {
        var person = text("person");
        return "by " + (person.isEmpty() ? text("by") : person) + ": " + text("reason");
    }

    private List<String> section(String title, String member, String done) {
        if (!(Problem.member(revocation, member) instanceof Json.Obj(var standings)) || standings.isEmpty()) {
            return List.of();
        }
        var lines = standings.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Json> one) ->
                                Problem.text(one.getValue(), "standing").equals(done))
                        .thenComparing(Map.Entry::getKey))
                .map(one -> standing(one.getKey(), one.getValue(), done));
        return Stream.concat(Stream.of(title), lines).toList();
    }

    private static String standing(String name, Json result, String done) {
        var standing = Problem.text(result, "standing");
        var cause = Problem.text(result, "cause");
        return "  " + (standing.equals(done) ? Paint.GREEN : Paint.YELLOW).on("%-9s".formatted(standing)) + "  "
                + Printable.of(name) + (cause.isEmpty() ? "" : "  " + cause);
    }

    private List<String> inFlight() {
        var sent = Problem.items(revocation, "inFlight");
        if (sent.isEmpty()) {
            return List.of();
        }
        var lines = sent.stream()
                .map(one -> "  %-9s  %s for agent %s  %s"
                        .formatted(
                                Problem.text(one, "state"),
                                Problem.text(one, "action"),
                                Problem.text(one, "agent"),
                                Problem.text(one, "performance")));
        return Stream.concat(Stream.of("Sent before, and not to be called back"), lines)
                .toList();
    }

    private List<String> toDo() {
        var lines = new ArrayList<String>();
        if (Problem.member(revocation, "leavesValues").equals(Json.of(true))) {
            lines.add("  Copies of secrets that are not rotated by Valet still work: rotate these yourself.");
        }
        if (!isSeen() && !text("state").equals("lifted")) {
            lines.add("  Valet goes on every minute; no session lives longer than fifteen. How it stands:");
            lines.add("    valet revocations show " + text("id"));
        }
        again().ifPresent(command -> {
            lines.add("  To allow it again, a minute later at the earliest:");
            lines.add("    " + command + " --reason …");
        });
        return lines.isEmpty()
                ? lines
                : Stream.concat(Stream.of("What you can do"), lines.stream()).toList();
    }

    private Optional<String> again() {
        if (!part("lease").isEmpty() || text("state").equals("lifted")) {
            return Optional.empty();
        }
        return Optional.of(
                part("grant").isEmpty() && !part("agent").isEmpty()
                        ? "valet agents resume " + part("agent")
                        : "valet revocations lift " + text("id"));
    }

    private String part(String name) {
        return Problem.text(Problem.member(revocation, "scope"), name);
    }

    private String text(String name) {
        return Problem.text(revocation, name);
    }
}

package dev.valet.audit;

import dev.valet.Json;

/** One line for people about an announcement: Valet's words around ids and names, without a quote or a line break. */
final class AnnouncementText {
    private AnnouncementText() {}

    /** @param detail everything told; what is not in it was not of its form, and is not in the line either */
    static String of(Announcement.Type type, Json detail) {
        var person = word(detail, "person");
        var approval = word(detail, "approval");
        var revocation = word(detail, "revocation");
        return switch (type) {
            case APPROVAL_ASKED ->
                "approval " + approval + " waits: " + asked(detail) + "; look: valet approvals show " + approval;
            case APPROVAL_APPROVED -> person + " says yes to approval " + approval + of(detail);
            case APPROVAL_DENIED -> person + " says no to approval " + approval + of(detail);
            case REVOCATION -> "revocation " + revocation + " ends " + scope(detail) + by(detail);
            case LIFT -> "revocation " + revocation + " of " + scope(detail) + " is lifted" + by(detail);
            case BREAK_GLASS -> "break glass: " + person + " wants to " + change(detail) + " without a second person";
        };
    }

    private static String word(Json detail, String name) {
        var told = detail.textAt(name);
        return told.isEmpty() ? "(unknown " + name + ")" : told;
    }

    private static boolean has(Json detail, String name) {
        return !detail.textAt(name).isEmpty();
    }

    private static String asked(Json detail) {
        if (!has(detail, "agent")) {
            return word(detail, "person") + " wants to change the configuration";
        }
        var act = detail.textAt("act");
        var grant = "grant " + word(detail, "grant");
        return "agent " + word(detail, "agent") + " asks for "
                + (act.isEmpty() || act.equals("lease") ? grant : act + " with " + grant);
    }

    private static String of(Json detail) {
        return has(detail, "agent")
                ? " for agent " + word(detail, "agent") + ", grant " + word(detail, "grant")
                : " for a change of the configuration";
    }

    /** The narrowest that is named. */
    private static String scope(Json detail) {
        if (has(detail, "lease")) {
            return "lease " + word(detail, "lease") + " of agent " + word(detail, "agent");
        }
        if (has(detail, "grant")) {
            return "grant " + word(detail, "grant") + " of agent " + word(detail, "agent");
        }
        return has(detail, "agent") ? "agent " + word(detail, "agent") : word(detail, "scope");
    }

    /** An agent that gives a lease back has no person. */
    private static String by(Json detail) {
        return has(detail, "person") ? ", by " + word(detail, "person") : "";
    }

    private static String change(Json detail) {
        var what = word(detail, "op") + " " + word(detail, "kind") + " " + word(detail, "id");
        return detail.textAt("outcome").equals("changed-meanwhile") ? "(and did not) " + what : what;
    }
}

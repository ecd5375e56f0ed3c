package dev.valet.audit;

import dev.valet.Json;
import dev.valet.Malformed;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What of a record is told outside of Valet, where it ends in mail and chat. Its detail is an allow-list, and each value is
 * there only in the form that it has by itself: nothing of it was written freely, by an agent or by an operator, and the line
 * for people is Valet's own, with a command to look and no link that decides (T-40).
 *
 * @param detail begins with the record's hash, by which readers know a second copy
 */
public record Announcement(Type type, Instant at, Json.Obj detail) {
    static final String FORM = "is an entry of the audit";

    /** What is announced, and nothing else is. */
    public enum Type {
        APPROVAL_ASKED("Valet Approval Asked"),
        APPROVAL_APPROVED("Valet Approval Approved"),
        APPROVAL_DENIED("Valet Approval Denied"),
        REVOCATION("Valet Revocation"),
        LIFT("Valet Lift"),
        BREAK_GLASS("Valet Break Glass");

        private final String title;

        Type(String title) {
            this.title = title;
        }

        /** What subscribers filter by; changing one leaves them without. */
        public String title() {
            return title;
        }

        /** @param facts their names */
        public static Optional<Type> of(Phase phase, Set<String> facts) {
            return switch (phase) {
                case ASK -> Optional.of(APPROVAL_ASKED);
                case APPROVE -> Optional.of(APPROVAL_APPROVED);
                case REJECT -> Optional.of(APPROVAL_DENIED);
                case REVOKE -> Optional.of(REVOCATION);
                case LIFT -> Optional.of(LIFT);
                case CONFIGURE -> facts.contains("breakGlass") ? Optional.of(BREAK_GLASS) : Optional.empty();
                case OPEN, INTENT, OUTCOME, DENY, REUSE, PROBE, ROTATE, READ -> Optional.empty();
            };
        }
    }

    private record Told(String name, Pattern form) {
        Told(String name, String form) {
            this(name, Pattern.compile(form));
        }
    }

    private static final String NAME = "[a-z0-9-]{2,63}";
    private static final String ULID = "-[0-7][0-9A-Z]{25}";
    private static final String NUMBER = "[0-9]{1,6}";
    private static final String TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,18}Z";

    private static final List<Told> TOLD = List.of(
            new Told("agent", NAME),
            new Told("grant", NAME),
            new Told("lease", "vl" + ULID),
            new Told("approval", "ap" + ULID),
            new Told("revocation", "vr" + ULID),
            new Told("act", "[a-z0-9.-]{2,63}"),
            new Told("rule", "[A-Za-z0-9.-]{2,100}"),
            new Told("person", "[A-Za-z0-9_+=,.@-]{2,64}"), // as IAM has session names
            new Told("approvers", NUMBER),
            new Told("uses", NUMBER),
            new Told("roles", NUMBER),
            new Told("hash", "[0-9a-f]{64}"),
            new Told("expires", TIME),
            new Told("begunAt", TIME),
            new Told("scope", "everything"),
            new Told("op", "create|change|remove"),
            new Told("kind", "agent|grant|issuer|guardrail|action"),
            new Told("id", NAME),
            new Told("outcome", "writing|changed-meanwhile"));

    /**
     * What is to be told of a record, if anything is.
     *
     * @param hash the record's
     * @param entry as it was written
     * @throws Malformed when it has no time
     */
    public static Optional<Announcement> of(String hash, Json entry) {
        var phase = phase(entry.textAt("phase"));
        var facts = entry.at("facts") instanceof Json.Obj(var members) ? members.keySet() : Set.<String>of();
        return phase.flatMap(one -> Type.of(one, facts))
                .map(type -> new Announcement(type, time(entry), detail(hash, type, entry)));
    }

    /** One that this release does not know yet is announced by the next. */
    private static Optional<Phase> phase(String name) {
        return Arrays.stream(Phase.values())
                .filter(one -> one.name().equals(name))
                .findFirst();
    }

    private static Instant time(Json entry) {
        try {
            return Instant.parse(entry.textAt("at"));
        } catch (DateTimeException noTime) {
            throw new Malformed(FORM);
        }
    }

    private static Json.Obj detail(String hash, Type type, Json entry) {
        var detail = Json.object()
                .with("record", hash)
                .with("phase", entry.textAt("phase"))
                .with("at", time(entry));
        for (var told : TOLD) {
            var own = entry.textAt(told.name());
            var value = own.isEmpty() ? entry.textAt("facts", told.name()) : own;
            detail.with(told.name(), Optional.of(value).filter(told.form().asMatchPredicate()));
        }
        var built = detail.build();
        return detail.with("text", AnnouncementText.of(type, built)).build();
    }
}

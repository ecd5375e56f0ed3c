package dev.valet.approval;

import java.time.Instant;
import java.util.Locale;

/**
 * One person's answer.
 *
 * @param person as the identity provider gave the name, never typed
 * @param role the operator's role, as {@link dev.valet.identity.Principal#key()}
 * @param reason in the person's words; empty for a yes without any
 */
public record Vote(String person, String role, Choice choice, String reason, Instant at) {
    public enum Choice {
        APPROVE,
        DENY;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Identity providers do not tell letter case apart in names, so one person is counted once however it is written. */
    static String same(String person) {
        return person.toLowerCase(Locale.ROOT);
    }
}

package dev.valet.audit;

import java.util.List;

/** Tells whoever wants to know. At least once: what is not certainly told is told again. */
@FunctionalInterface
public interface Announcer {
    /**
     * In order.
     *
     * @return how many are certainly told, counted from the first, and never none of some; the rest is to be told again
     * @throws dev.valet.Unavailable when none of them certainly is
     */
    int announce(List<Announcement> announcements);
}

package dev.valet.grant;

import java.util.Locale;

/** What a lease carries. */
public enum Kind {
    /** An STS session, scoped by a session policy. */
    AWS,
    /** One secret of Secrets Manager: a session that may read it, or its value. */
    SECRET;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

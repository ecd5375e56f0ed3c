package dev.valet.lease;

import dev.valet.grant.Terms;
import java.util.Locale;

/** What really ends a lease's credential: the contract of docs/security-model.md, stated in every response. */
public enum EndedBy {
    /** STS refuses the session after 900 seconds; a shorter lease by a date in its session policy. */
    STS,
    /** Nothing but the rotation of the value, which Valet starts at the lease's end where the grant asks for it. */
    ROTATION;

    static EndedBy of(Terms terms) {
        return switch (terms) {
            case Terms.Aws _, Terms.SecretSession _ -> STS;
            case Terms.SecretValue _ -> ROTATION;
            case Terms.Perform _ -> throw new IllegalStateException("an action is not leased");
        };
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.valet.local.aws.policy;

/** What a policy says to a request. Silence is not a yes. */
public enum Effect {
    DENY,
    ALLOW,
    SILENT;

    /** A deny wins over everything, an allow over silence. */
    Effect or(Effect other) {
        return compareTo(other) <= 0 ? this : other;
    }
}

package dev.valet.audit;

/** What an audit record is about. */
public enum Phase {
    /** A writer began its chain. */
    OPEN,
    /** About to mint; durable before minting begins. Without a failed OUTCOME it counts as issued. */
    INTENT,
    /** What became of an INTENT that did not end in a hand-over. */
    OUTCOME,
    /** A request was refused. */
    DENY,
    /** A lease handed out before was handed out again to the same caller (S-11). */
    REUSE,
    /** People are asked for a yes; written before anybody can give it. */
    ASK,
    /** A person said yes; written before it counts. */
    APPROVE,
    /** A person said no. */
    REJECT,
    /** The configuration changed. */
    CONFIGURE,
    /** Leases were ended before their time. */
    REVOKE,
    /** What was revoked was allowed again; written before that is done. */
    LIFT,
    /** A session is made only to see whether its role denies it; written before it is made. */
    PROBE,
    /** A value is rotated because a lease of it ended; written before, unless the audit is down. */
    ROTATE,
    /** Somebody read the audit. */
    READ
}

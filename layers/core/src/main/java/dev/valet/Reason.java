package dev.valet;

import java.util.Locale;

/**
 * Every refusal a caller may hear: the closed list behind {@code reason} in a problem document. Absent, expired, revoked
 * and foreign grants sound alike on purpose (T-50).
 */
public enum Reason {
    /** The request breaks a rule of its own form; the detail names the place and the rule. */
    MALFORMED,
    /** Valet knows nobody by this identity. */
    UNKNOWN_PRINCIPAL,
    /** No such grant for this agent, now. */
    NO_LIVE_GRANT,
    /** An environment rule or a guardrail says no. */
    FORBIDDEN,
    /** Somebody must approve it, and this caller cannot be told to wait. */
    APPROVAL_REQUIRED,
    /** The approval that was named is not one for this very request, now. */
    NO_LIVE_APPROVAL,
    /** A limit of the grant is used up. */
    LIMIT_REACHED,
    /** This deployment does not offer what the grant carries. */
    NOT_OFFERED,
    /** Something with this name does not exist, or is somebody else's. */
    NOT_FOUND,
    /** What is to be allowed again is not revoked, or not by this. */
    NOT_REVOKED,
    /** Sessions begun now would still be denied: it may be allowed again a little later. */
    NOT_SETTLED,
    /** It was decided before, used, or is over. */
    NOT_OPEN,
    /** Who asks for something, owns it, or has answered already does not decide on it. */
    NOT_APPROVER,
    /** The same idempotency key came with another request. */
    KEY_REUSED,
    /** The bearer token has asked for an action before; each may once. */
    TOKEN_USED,
    /** The action was certainly not performed: what it calls refused, or was not reached. */
    NOT_PERFORMED,
    /** The configuration changed after the plan was made, which may no longer fit. */
    CHANGED_MEANWHILE,
    /** The audit could not be written, so the change was not made. */
    NOT_RECORDED,
    /** AWS, or another service behind Valet, failed or is too busy; nothing was issued. */
    UPSTREAM_BUSY,
    /** A bug in Valet; nothing was issued. */
    INTERNAL;

    /** The word on the wire, for example {@code no-live-grant}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

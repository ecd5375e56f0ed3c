package dev.valet.registry;

/**
 * The one row that every decision stands on, beside its agent and its grant.
 *
 * @param killEpoch moves when everything is revoked
 * @param revision moves when guardrails or issuers change
 * @param open false while everything is revoked
 */
public record Control(long killEpoch, long revision, boolean open) {
    public static final Control INITIAL = new Control(0, 0, true);
}

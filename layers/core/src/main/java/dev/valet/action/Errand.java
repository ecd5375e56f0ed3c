package dev.valet.action;

import dev.valet.Json;

/**
 * One performance, as an executor sees it: decided, reserved, on record, and marked as sent.
 *
 * @param input checked against the action's schema
 * @param providerKey the idempotency key for the provider: of this performance alone, and the same in every attempt
 */
public record Errand(PerformanceId id, Action action, Json.Obj input, String providerKey) {
    public static Errand of(PerformanceId id, Action action, Json.Obj input) {
        return new Errand(id, action, input, id.providerKey());
    }
}

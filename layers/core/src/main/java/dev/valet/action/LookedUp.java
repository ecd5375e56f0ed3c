package dev.valet.action;

import dev.valet.Json;
import java.time.Duration;

/** What looking up a performance of unknown outcome told. Causes are closed codes of ours. */
public sealed interface LookedUp {
    /** It was done. */
    record Found(Json.Obj result, String reference) implements LookedUp {}

    /** It was definitely not done: the provider has it as refused, failed or cancelled. */
    record Refused(String cause) implements LookedUp {}

    /**
     * The provider does not have it, which means something only once the provider's own bound has passed.
     *
     * @param bound how long the provider may take to show what it was sent
     */
    record NotFound(Duration bound) implements LookedUp {}

    /** Nothing was learned; ask again later, and keep what is reserved. */
    record StillUnknown(String cause) implements LookedUp {}
}

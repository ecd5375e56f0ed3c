package dev.valet.http;

import dev.valet.Json;

/** How one attempt to load the keys of an issuer ended. */
sealed interface Loading {
    /** @param keys sound, and in the form they are stored in */
    record Loaded(Json keys) implements Loading {}

    record Failed(LoadFault fault) implements Loading {}
}

package dev.valet.http;

import dev.valet.Json;

/**
 * The form loaded keys are stored in: a JWK Set that says where it came from. When a registration moves to another URL, or its
 * id to another issuer, the keys loaded before are not its keys any more.
 */
final class LoadedKeys {
    private LoadedKeys() {}

    static Json of(String url, Json set) {
        return Json.object()
                .with("source", url)
                .with("keys", JwkSet.trimmed(set))
                .build();
    }

    static boolean isFrom(String url, Json stored) {
        return stored instanceof Json.Obj(var members) && Json.of(url).equals(members.get("source"));
    }
}

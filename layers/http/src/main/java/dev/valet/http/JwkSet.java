package dev.valet.http;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.identity.Issuer.SigningAlgorithm;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys of one JWK Set (RFC 7517, section 5) that verify one algorithm, by their id. One bad key spoils the set. */
final class JwkSet {
    private static final int MOST_KEYS = 100;
    /** All that is ever read of a key. */
    private static final Set<String> MEMBERS = Set.of("kty", "kid", "use", "key_ops", "alg", "n", "e", "crv", "x", "y");

    private final Map<String, VerificationKey> keys;

    private JwkSet(Map<String, VerificationKey> keys) {
        this.keys = Map.copyOf(keys);
    }

    /** @throws Malformed naming the broken rule */
    static JwkSet read(Json set, SigningAlgorithm algorithm) {
        var ids = new HashSet<String>();
        var keys = new HashMap<String, VerificationKey>();
        for (var jwk : objects(set)) {
            var id = Jwk.id(jwk);
            id.ifPresent(text -> Malformed.unless(ids.add(text), "names no key twice"));
            Jwk.read(jwk, algorithm).ifPresent(key -> id.ifPresent(text -> keys.put(text, key)));
        }
        Malformed.unless(!keys.isEmpty(), "has a key with an id for " + algorithm + " signatures");
        return new JwkSet(keys);
    }

    private static List<Json.Obj> objects(Json set) {
        if (set instanceof Json.Obj(var members)
                && members.get("keys") instanceof Json.Arr(var items)
                && items.size() <= MOST_KEYS
                && items.stream().allMatch(Json.Obj.class::isInstance)) {
            return items.stream().map(Json.Obj.class::cast).toList();
        }
        throw new Malformed("is a JWK Set of " + MOST_KEYS + " keys at most");
    }

    /** The same set without what is never read: certificates, mostly, which every reader would pay for. */
    static Json.Arr trimmed(Json set) {
        return new Json.Arr(objects(set).stream().map(JwkSet::trimmed).toList());
    }

    private static Json trimmed(Json.Obj jwk) {
        var kept = Json.object();
        jwk.members().forEach((name, value) -> {
            if (MEMBERS.contains(name)) {
                kept.with(name, value);
            }
        });
        return kept.build();
    }

    Optional<VerificationKey> key(String id) {
        return Optional.ofNullable(keys.get(id));
    }
}

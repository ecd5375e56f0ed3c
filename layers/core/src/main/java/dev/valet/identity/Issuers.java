package dev.valet.identity;

import dev.valet.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Registered issuers and the keys last loaded for them. */
public interface Issuers {
    /** @param issuer the exact string of a token's {@code iss} */
    Optional<Issuer> byUrl(String issuer);

    List<Issuer> all();

    Optional<StoredKeys> keys(IssuerId issuer);

    void store(IssuerId issuer, StoredKeys keys);

    /** Asks for one refresh out of the request path; at most one a minute for each issuer has any effect. */
    void wantRefresh(IssuerId issuer);

    record StoredKeys(Json jwks, Instant fetchedAt, boolean refreshWanted) {}
}

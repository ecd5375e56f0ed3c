package dev.valet.identity;

import dev.valet.Malformed;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * The bearer token that a caller came with, without the token.
 *
 * @param hash SHA-256, in hex, of what its issuer signed. Not of the signature, which can be written in two ways (ES256)
 * @param expiresAt nobody believes it from then on, but for what clocks differ
 */
public record PresentedToken(String hash, Instant expiresAt) {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    public PresentedToken {
        Malformed.unless(HASH.matcher(hash).matches(), "is a hash of 64 hexadecimal digits");
    }
}

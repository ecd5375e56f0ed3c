package dev.valet.action;

import dev.valet.Hash;
import dev.valet.Json;
import dev.valet.Malformed;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code va-} and 64 hexadecimal digits: the hash of who asked and of the idempotency key, so that a repeat is the same
 * performance and never a second effect (INV-20).
 */
public record PerformanceId(String text) {
    private static final Pattern FORM = Pattern.compile("va-[0-9a-f]{64}");

    public PerformanceId {
        Malformed.unless(FORM.matcher(text).matches(), "is a performance id, va- and 64 hexadecimal digits");
    }

    /** @throws Malformed unless the text is exactly a performance id */
    public static PerformanceId parse(String text) {
        return new PerformanceId(text);
    }

    /** @param principal as {@link dev.valet.identity.Principal#key()}: another caller's key is another key */
    public static PerformanceId of(String principal, String idempotencyKey) {
        return new PerformanceId("va-"
                + Hash.sha256(Json.strings(List.of("valet-perform", principal, idempotencyKey))
                        .canonical()));
    }

    /** What a provider knows it by: the same in every attempt, and nobody else's. 128 bits, as short as providers want it. */
    public String providerKey() {
        return Hash.sha256(Json.strings(List.of("valet-provider-key", text)).canonical())
                .substring(0, 32);
    }

    @Override
    public String toString() {
        return text;
    }
}

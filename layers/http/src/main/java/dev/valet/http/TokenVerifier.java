package dev.valet.http;

import dev.valet.Unavailable;
import dev.valet.identity.Issuer;
import dev.valet.identity.IssuerId;
import dev.valet.identity.IssuerType;
import dev.valet.identity.Issuers;
import dev.valet.identity.Principal;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether a bearer token is believed. Nothing here touches the network: keys are loaded by
 * {@link RefreshKeys}, elsewhere and earlier (J-2).
 */
public final class TokenVerifier {
    static final long LEEWAY_SECONDS = 30;
    private static final Set<String> ORDINARY = Set.of("JWT", "JOSE");
    private static final Set<String> ACCESS_TOKEN = Set.of("at+jwt", "application/at+jwt");

    private final KnownIssuers known;
    private final String audience;
    private final Clock clock;

    /** @param audience the deployment's own id, expected wherever a registration names no other */
    public TokenVerifier(Issuers issuers, String audience, Clock clock) {
        this.known = new KnownIssuers(issuers, clock);
        this.audience = audience;
        this.clock = clock;
    }

    /** @throws Unavailable when the store did not answer; nobody is believed then (INV-5) */
    public Verdict verify(String text) {
        Optional<IssuerId> claimed = Optional.empty();
        try {
            var token = CompactToken.parse(text);
            var issuer = registered(token.claims());
            claimed = Optional.of(issuer.id());
            checkSignature(token, issuer);
            checkAudience(token.claims(), issuer);
            checkTimes(token.claims(), issuer.type());
            Principal.Subject subject = TokenSubject.of(issuer, token.claims());
            NotBelieved.unless(known.isStillRegistered(issuer), TokenFault.UNKNOWN_ISSUER);
            return new Verdict.Believed(issuer.id(), subject, token.presented());
        } catch (NotBelieved no) {
            return new Verdict.Refused(no.fault(), claimed);
        }
    }

    /** Drops every registration and key that was learned so far. */
    public void forget() {
        known.forget();
    }

    /** What an unproven {@code iss} chooses is a row of the registry, by its exact text, or nothing at all (J-1). */
    private Issuer registered(Claims unproven) {
        NotBelieved.unless(unproven.has("iss"), TokenFault.UNKNOWN_ISSUER);
        return known.byUrl(unproven.text("iss")).orElseThrow(() -> new NotBelieved(TokenFault.UNKNOWN_ISSUER));
    }

    private void checkSignature(CompactToken token, Issuer issuer) {
        var header = token.header();
        boolean fits = header.algorithm().equals(issuer.algorithm().name()) && isTypeOf(issuer, header.type());
        NotBelieved.unless(fits, TokenFault.UNACCEPTED_HEADER);
        var keys = known.keys(issuer).orElseThrow(() -> new NotBelieved(TokenFault.NO_KEYS));
        var key = keys.key(header.keyId()).orElseThrow(() -> unknownKey(issuer));
        NotBelieved.unless(token.isSignedBy(key), TokenFault.BAD_SIGNATURE);
    }

    private NotBelieved unknownKey(Issuer issuer) {
        known.wantRefresh(issuer);
        return new NotBelieved(TokenFault.UNKNOWN_KEY);
    }

    /** A token made for another purpose says so in {@code typ} (RFC 8725, section 3.11). */
    private boolean isTypeOf(Issuer issuer, Optional<String> type) {
        if (issuer.issuer().equals(audience)) {
            return type.filter(ACCESS_TOKEN::contains).isPresent(); // Valet itself (J-11)
        }
        boolean accessTokens = switch (issuer.type()) {
            case OIDC -> true;
            case AWS, KUBERNETES, GITHUB -> false;
        };
        return type.isEmpty() || ORDINARY.contains(type.get()) || accessTokens && ACCESS_TOKEN.contains(type.get());
    }

    private void checkAudience(Claims claims, Issuer issuer) {
        boolean ours = claims.audience().equals(issuer.audience().orElse(audience));
        NotBelieved.unless(ours, TokenFault.WRONG_AUDIENCE);
    }

    private void checkTimes(Claims claims, IssuerType type) {
        long now = clock.instant().getEpochSecond();
        long issuedAt = claims.seconds("iat");
        long expires = claims.seconds("exp");
        long notBefore = claims.has("nbf") ? claims.seconds("nbf") : issuedAt;
        long life = expires - issuedAt;
        NotBelieved.unless(now < expires + LEEWAY_SECONDS, TokenFault.EXPIRED);
        NotBelieved.unless(Math.max(issuedAt, notBefore) <= now + LEEWAY_SECONDS, TokenFault.NOT_YET_VALID);
        // The cap on a life is a cap on the age as well: one that lives no longer is never older.
        NotBelieved.unless(life > 0 && life <= type.longestLife().toSeconds(), TokenFault.TOO_LONG_LIVED);
    }
}

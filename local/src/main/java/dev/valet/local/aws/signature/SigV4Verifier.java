package dev.valet.local.aws.signature;

import dev.valet.local.aws.signature.AccessKeys.AccessKey;
import dev.valet.local.aws.signature.Verification.Refusal;
import dev.valet.local.aws.wire.Blob;
import dev.valet.local.aws.wire.Received;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies a signed request by signing what was received once more (T-03).
 *
 * <p>The host and every {@code x-amz-*} header must be signed, the date be within five minutes, the scope name the
 * expected region and service, and the body be the one that was hashed. An outsider chooses every byte that comes in
 * here.
 */
public final class SigV4Verifier {
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final AccessKeys keys;
    private final Clock clock;
    private final Clock signers;

    /**
     * Verifies against these keys.
     *
     * @param clock decides whether a key has expired
     * @param signers decides whether a request is dated now: the clock that clients sign by
     */
    public SigV4Verifier(AccessKeys keys, Clock clock, Clock signers) {
        this.keys = keys;
        this.clock = clock;
        this.signers = signers;
    }

    /**
     * Verifies one request.
     *
     * @param regions those that the credential scope may name
     * @param service the name in the credential scope: {@code sts}, {@code s3}, {@code execute-api}, ...
     */
    public Verification verify(Received request, Set<String> regions, String service) {
        try {
            return verified(request, regions, service);
        } catch (Refusing refusing) {
            return new Verification.Refused(refusing.refusal, refusing.detail());
        } catch (IllegalArgumentException e) {
            return new Verification.Refused(Refusal.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    /** The service a request says it was signed for; nothing is verified yet. */
    public static Optional<String> claimedService(Received request) {
        try {
            return Optional.of(Claim.of(request).scope().service());
        } catch (Refusing | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Verification verified(Received request, Set<String> regions, String service) {
        Claim claim = Claim.of(request);
        requireScope(claim, regions, service);
        requireSignedHeaders(claim, request);
        AccessKey key = keys.find(claim.accessKeyId())
                .orElseThrow(() -> new Refusing(Refusal.UNKNOWN_KEY, "the access key id is not known"));
        Refusing.unless(tokenFits(key, claim), Refusal.WRONG_TOKEN, "the security token is invalid");
        requireTime(claim);
        Payload payload = Payload.of(request, claim, service);
        byte[] signingKey = Signing.key(key.secret(), claim.scope());
        String canonical = Signing.canonicalRequest(request, claim, payload.declared());
        String expected = Signing.sign(signingKey, Signing.stringToSign(claim, canonical));
        Refusing.unless(
                same(expected, claim.signature()),
                Refusal.WRONG_SIGNATURE,
                "The request signature we calculated does not match the signature you provided.");
        // Only now: whoever cannot sign must not learn that a key was once good.
        Instant now = clock.instant();
        Refusing.unless(
                key.expires().map(now::isBefore).orElse(true), Refusal.EXPIRED_KEY, "the security token has expired");
        Blob body = payload.open(request, claim, signingKey);
        return new Verification.Verified(key.id(), body);
    }

    private static void requireScope(Claim claim, Set<String> regions, String service) {
        Claim.Scope scope = claim.scope();
        Refusing.unless(
                scope.service().equals(service),
                Refusal.WRONG_SCOPE,
                "Credential should be scoped to correct service: '" + service + "'.");
        Refusing.unless(
                regions.contains(scope.region()),
                Refusal.WRONG_SCOPE,
                "Credential should be scoped to a valid region: '" + String.join("' or '", regions) + "'.");
        Refusing.unless(
                claim.timestamp().startsWith(scope.day() + "T"),
                Refusal.WRONG_SCOPE,
                "Date in Credential scope does not match the date of the request.");
    }

    private static void requireSignedHeaders(Claim claim, Received request) {
        List<String> signed = claim.signedHeaders();
        Refusing.unless(signed.contains("host"), Refusal.MALFORMED, "'Host' must be a 'SignedHeader'.");
        Refusing.unless(
                signed.equals(signed.stream().sorted().distinct().toList()),
                Refusal.MALFORMED,
                "SignedHeaders must be sorted and each be there once.");
        Refusing.unless(
                request.headers().keySet().containsAll(signed), Refusal.MALFORMED, "A signed header is absent.");
        Refusing.unless(
                request.headers().keySet().stream()
                        .filter(name -> name.startsWith("x-amz-"))
                        .allMatch(signed::contains),
                Refusal.MALFORMED,
                "There were headers present in the request which were not signed.");
    }

    private static boolean tokenFits(AccessKey key, Claim claim) {
        Optional<String> expected = key.sessionToken();
        return expected.isPresent() == claim.token().isPresent()
                && same(expected.orElse(""), claim.token().orElse(""));
    }

    private void requireTime(Claim claim) {
        Instant now = signers.instant();
        Instant signedAt = claim.signedAt();
        Refusing.unless(
                !signedAt.isAfter(now.plus(SKEW)),
                Refusal.SKEWED,
                "Signature not yet current: the request is dated in the future.");
        Optional<Duration> presigned = claim.presignedFor();
        if (presigned.isPresent()) {
            boolean over = now.isAfter(signedAt.plus(presigned.get()));
            Refusing.unless(!over, Refusal.EXPIRED_REQUEST, "Request has expired");
        } else {
            Refusing.unless(
                    !signedAt.isBefore(now.minus(SKEW)), Refusal.SKEWED, "Signature expired: the request is too old.");
        }
    }

    /** In constant time. */
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}

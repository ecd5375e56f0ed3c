package dev.valet.lease;

import dev.valet.Malformed;
import dev.valet.PlainText;
import dev.valet.approval.ApprovalId;
import dev.valet.grant.Grant;
import dev.valet.grant.GrantId;
import dev.valet.limit.Origin;
import java.util.Map;
import java.util.Optional;

/**
 * What a caller asks for. Nothing in it is an ARN, an action, a host or policy text (INV-7).
 *
 * @param reason the caller's own words, for the audit: at most 256 printable characters
 * @param ttlSeconds 60 to 900; absent means the grant's own
 * @param idempotencyKey the {@code Idempotency-Key} header: 1 to 128 printable ASCII characters
 * @param approval the approval that the caller was told to wait for
 * @param origin where the request came from
 * @param document whether the caller is an SDK that can take nothing but an AWS session of the full 900 seconds
 */
public record LeaseRequest(
        GrantId grant,
        Map<String, String> parameters,
        String reason,
        Optional<Integer> ttlSeconds,
        Optional<String> idempotencyKey,
        Optional<ApprovalId> approval,
        Origin origin,
        boolean document) {

    public LeaseRequest {
        parameters = Map.copyOf(parameters);
        if (reason.length() > 256 || !PlainText.is(reason)) {
            throw new Malformed("/reason", "has 256 characters at most and no control or formatting characters");
        }
        ttlSeconds.ifPresent(LeaseRequest::checkTtl);
        idempotencyKey.ifPresent(LeaseRequest::checkKey);
    }

    /** One that names no approval. */
    public LeaseRequest(
            GrantId grant,
            Map<String, String> parameters,
            String reason,
            Optional<Integer> ttlSeconds,
            Optional<String> idempotencyKey,
            Origin origin,
            boolean document) {
        this(grant, parameters, reason, ttlSeconds, idempotencyKey, Optional.empty(), origin, document);
    }

    private static void checkTtl(int seconds) {
        if (seconds < Grant.LEAST_TTL || seconds > Grant.MOST_TTL) {
            throw new Malformed("/ttlSeconds", "is a whole number from 60 to 900");
        }
    }

    private static void checkKey(String key) {
        boolean sound = !key.isEmpty() && key.length() <= 128 && key.chars().allMatch(c -> c > 0x20 && c < 0x7f);
        Malformed.unless(sound, "Idempotency-Key has 1 to 128 printable ASCII characters without spaces");
    }
}

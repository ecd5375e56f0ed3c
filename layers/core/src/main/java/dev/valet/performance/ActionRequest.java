package dev.valet.performance;

import dev.valet.Hash;
import dev.valet.Json;
import dev.valet.approval.ApprovalId;
import dev.valet.grant.ActionId;
import dev.valet.identity.PresentedToken;
import dev.valet.lease.LeaseRequest;
import dev.valet.limit.Origin;
import java.util.Optional;

/**
 * What a caller wants performed. Nothing in it is an ARN, a host, a header or a path (INV-7).
 *
 * @param input for the action's schema to judge
 * @param reason the caller's own words, for the audit: at most 256 printable characters
 * @param idempotencyKey the {@code Idempotency-Key} header, which is required: 1 to 128 printable ASCII characters
 * @param approval the approval that the caller was told to wait for
 * @param token the bearer token that the caller came with; empty for one who signs each request
 * @param origin where the request came from
 */
public record ActionRequest(
        ActionId action,
        Json.Obj input,
        String reason,
        String idempotencyKey,
        Optional<ApprovalId> approval,
        Optional<PresentedToken> token,
        Origin origin) {
    public ActionRequest {
        LeaseRequest.checkReason(reason);
        LeaseRequest.checkKey(idempotencyKey);
    }

    /** Tells a repeat from another request. The reason is not in it: it changes nothing about what is done. */
    public String inputHash() {
        return Hash.sha256(input.canonical());
    }
}

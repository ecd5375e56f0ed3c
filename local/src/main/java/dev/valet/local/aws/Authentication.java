package dev.valet.local.aws;

import dev.valet.local.aws.policy.Permissions;
import dev.valet.local.aws.signature.Verification.Refusal;
import dev.valet.local.aws.wire.Blob;

/** Who sent a request, or why that is not known. */
public sealed interface Authentication {
    /**
     * A known caller.
     *
     * @param body what the client meant to send
     * @param permissions what the caller's own policies allow at this moment
     */
    record Authenticated(Caller caller, Permissions permissions, Blob body) implements Authentication {}

    record Refused(Refusal refusal, String detail) implements Authentication {}
}

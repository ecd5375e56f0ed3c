package dev.valet.local.aws.signature;

import dev.valet.local.aws.wire.Blob;

/** What became of one signature. */
public sealed interface Verification {
    /**
     * A good signature.
     *
     * @param body what the client meant to send: chunks joined and their signatures and checksums verified
     */
    record Verified(String accessKeyId, Blob body) implements Verification {}

    /**
     * A bad one.
     *
     * @param detail says what to change, never what the right signature would be
     */
    record Refused(Refusal refusal, String detail) implements Verification {}

    /** Why a signature was not taken. */
    enum Refusal {
        /** No signature at all. */
        MISSING,
        /** Something is absent, doubled or not of the form. */
        MALFORMED,
        UNKNOWN_KEY,
        /** The session token is absent, wrong, or given for a key that has none. */
        WRONG_TOKEN,
        /** The key's time is over; said only to somebody who signed with it. */
        EXPIRED_KEY,
        /** Dated more than five minutes away from now. */
        SKEWED,
        /** A presigned request past its own end. */
        EXPIRED_REQUEST,
        /** Signed for another region, service or day. */
        WRONG_SCOPE,
        WRONG_SIGNATURE,
        /** The body is not the one whose hash was signed. */
        WRONG_BODY,
        /** A form of signing that is not verified here. */
        NOT_IMPLEMENTED
    }
}

package dev.valet.local.aws.signature;

import dev.valet.local.aws.signature.Verification.Refusal;
import dev.valet.local.aws.wire.Blob;

/** The chain of signatures in an aws-chunked body; each covers the one before, so no chunk can be moved or left out. */
final class ChunkSignatures {
    private final Claim claim;
    private final byte[] signingKey;
    private String previous;

    ChunkSignatures(Claim claim, byte[] signingKey) {
        this.claim = claim;
        this.signingKey = signingKey.clone();
        this.previous = claim.signature();
    }

    void requireChunk(Blob chunk, String signature) {
        require("AWS4-HMAC-SHA256-PAYLOAD", Blob.EMPTY.sha256() + "\n" + chunk.sha256(), signature);
    }

    void requireTrailer(String trailer, String signature) {
        require("AWS4-HMAC-SHA256-TRAILER", Blob.of(trailer).sha256(), signature);
    }

    private void require(String algorithm, String hashes, String signature) {
        String stringToSign =
                String.join("\n", algorithm, claim.timestamp(), claim.scope().toString(), previous, hashes);
        String expected = Signing.sign(signingKey, stringToSign);
        Refusing.unless(
                SigV4Verifier.same(expected, signature),
                Refusal.WRONG_SIGNATURE,
                "The signature of a chunk does not match the signature you provided.");
        previous = expected;
    }
}

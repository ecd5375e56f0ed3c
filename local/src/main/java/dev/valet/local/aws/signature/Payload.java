package dev.valet.local.aws.signature;

import dev.valet.local.aws.signature.Verification.Refusal;
import dev.valet.local.aws.wire.Blob;
import dev.valet.local.aws.wire.Received;
import java.util.Optional;

/**
 * How the body is bound to the signature.
 *
 * @param declared the last line of the canonical request: a hash, or the name of a way to do without
 */
record Payload(String declared, Kind kind) {
    enum Kind {
        /** The hash of the whole body is in the signature. */
        HASHED,
        /** The client chose not to bind the body; S3 alone allows it. */
        UNSIGNED,
        /** aws-chunked, every chunk signed after the one before. */
        SIGNED_CHUNKS,
        /** aws-chunked, bound by nothing but the trailing checksum. */
        UNSIGNED_CHUNKS
    }

    static Payload of(Received request, Claim claim, String service) {
        Optional<String> header = request.header("x-amz-content-sha256");
        String actual = request.body().sha256();
        if (!service.equals("s3")) {
            Refusing.unless(
                    header.map(actual::equals).orElse(true), Refusal.WRONG_BODY, "The body does not match its hash.");
            return new Payload(actual, Kind.HASHED);
        }
        if (claim.presignedFor().isPresent() && header.isEmpty()) {
            return new Payload("UNSIGNED-PAYLOAD", Kind.UNSIGNED);
        }
        String declared = header.orElseThrow(() ->
                new Refusing(Refusal.MALFORMED, "Missing required header for this request: x-amz-content-sha256"));
        return new Payload(
                declared,
                switch (declared) {
                    case "UNSIGNED-PAYLOAD" -> Kind.UNSIGNED;
                    case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" ->
                        Kind.SIGNED_CHUNKS;
                    case "STREAMING-UNSIGNED-PAYLOAD-TRAILER" -> Kind.UNSIGNED_CHUNKS;
                    default -> {
                        Refusing.unless(
                                !declared.startsWith("STREAMING-"),
                                Refusal.NOT_IMPLEMENTED,
                                "the local endpoint does not verify " + declared);
                        Refusing.unless(
                                declared.equals(actual),
                                Refusal.WRONG_BODY,
                                "The provided 'x-amz-content-sha256' header does not match what was computed.");
                        yield Kind.HASHED;
                    }
                });
    }

    /** The body without its chunking. */
    Blob open(Received request, Claim claim, byte[] signingKey) {
        return switch (kind) {
            case HASHED, UNSIGNED -> {
                Checksums.requireAll(request.headers(), request.body());
                yield request.body();
            }
            case SIGNED_CHUNKS -> {
                boolean trailer = declared.endsWith("-TRAILER");
                yield new ChunkedBody(request, Optional.of(new ChunkSignatures(claim, signingKey)), trailer).read();
            }
            case UNSIGNED_CHUNKS -> new ChunkedBody(request, Optional.empty(), true).read();
        };
    }
}

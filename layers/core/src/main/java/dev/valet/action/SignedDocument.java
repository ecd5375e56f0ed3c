package dev.valet.action;

import dev.valet.Json;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/**
 * A typed document, and the bytes of it that are signed (T-17):
 *
 * <pre>
 * 13 bytes  the ASCII text valet-sign-v1
 *  1 byte   zero
 *  n bytes  the type in ASCII, 2 to 63 of a-z 0-9 -
 *  1 byte   zero
 *  4 bytes  the length of the payload, big-endian
 *  m bytes  the payload: canonical JSON (RFC 8785) in UTF-8
 * </pre>
 *
 * Injective: the type has no zero and the length is written out, so two documents never have the same bytes. And no JWS has
 * these bytes: what a JWS signs is base64url and a dot (RFC 7515, section 5.1), where no zero can stand.
 *
 * @param payload canonical JSON
 */
public record SignedDocument(String type, String payload) {
    /** What KMS signs as it is. A longer document is refused: a hash in its place would be a digest in other clothes. */
    public static final int MOST_BYTES = 4_096;

    private static final String MAGIC = "valet-sign-v1";
    /** RFC 8785 writes numbers as IEEE 754 doubles; within these, every reader has the same one. */
    private static final long LARGEST_EXACT = (1L << 53) - 1;

    /** A document, or the code for why there is none. */
    public sealed interface Drafted {
        record Ready(SignedDocument document) implements Drafted {}

        record Refused(String cause) implements Drafted {}
    }

    /** @param input checked against the action's schema */
    public static Drafted draft(SignTemplate template, Json.Obj input) {
        var payload = Json.object();
        for (var name : template.members()) {
            var member = input.members().get(name);
            if (member == null) {
                return new Drafted.Refused("document-incomplete");
            }
            if (!isExact(member)) {
                return new Drafted.Refused("document-number-not-exact");
            }
            payload.with(name, member);
        }
        var document = new SignedDocument(template.type(), payload.build().canonical());
        return document.bytes().length <= MOST_BYTES
                ? new Drafted.Ready(document)
                : new Drafted.Refused("document-too-long");
    }

    /** Whether there is only one way to write it: fractions and very large numbers have several. */
    private static boolean isExact(Json json) {
        return switch (json) {
            case Json.Obj(var members) -> isExact(members.values());
            case Json.Arr(var items) -> isExact(items);
            case Json.Int(long value) -> Math.abs(value) <= LARGEST_EXACT && value != Long.MIN_VALUE;
            case Json.Fraction _ -> false;
            case Json.Str _, Json.Bool _, Json.Null _ -> true;
        };
    }

    private static boolean isExact(Collection<Json> all) {
        return all.stream().allMatch(SignedDocument::isExact);
    }

    public byte[] bytes() {
        var utf8 = payload.getBytes(StandardCharsets.UTF_8);
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(MAGIC.getBytes(StandardCharsets.US_ASCII));
        bytes.write(0);
        bytes.writeBytes(type.getBytes(StandardCharsets.US_ASCII));
        bytes.write(0);
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).array());
        bytes.writeBytes(utf8);
        return bytes.toByteArray();
    }
}

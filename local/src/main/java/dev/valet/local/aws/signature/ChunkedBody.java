package dev.valet.local.aws.signature;

import dev.valet.local.aws.signature.Verification.Refusal;
import dev.valet.local.aws.wire.Blob;
import dev.valet.local.aws.wire.Received;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the aws-chunked encoding: {@code size[;chunk-signature=…]CRLF data CRLF … 0 CRLF trailers CRLF}. */
final class ChunkedBody {
    private static final Pattern SIZE = Pattern.compile("[0-9a-fA-F]{1,7}");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,9}");
    private static final String SIGNATURE = "chunk-signature=";
    private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature";

    private final Received request;
    private final byte[] bytes;
    private final Optional<ChunkSignatures> signatures;
    private final boolean hasTrailer;
    private int at;

    ChunkedBody(Received request, Optional<ChunkSignatures> signatures, boolean hasTrailer) {
        this.request = request;
        this.bytes = request.body().bytes();
        this.signatures = signatures;
        this.hasTrailer = hasTrailer;
    }

    Blob read() {
        var joined = new ByteArrayOutputStream();
        Blob chunk;
        do {
            chunk = chunk();
            joined.writeBytes(chunk.bytes());
        } while (chunk.size() > 0);
        Blob body = Blob.of(joined.toByteArray());
        String declared = request.header("x-amz-decoded-content-length").orElse("");
        require(LENGTH.matcher(declared).matches() && Integer.parseInt(declared) == body.size());
        Checksums.requireAll(trailers(), body);
        require(at == bytes.length);
        return body;
    }

    private Blob chunk() {
        String head = line();
        int semicolon = head.indexOf(';');
        String size = semicolon < 0 ? head : head.substring(0, semicolon);
        require(SIZE.matcher(size).matches());
        int length = Integer.parseInt(size, 16);
        require(length <= bytes.length - at);
        Blob chunk = Blob.of(Arrays.copyOfRange(bytes, at, at + length));
        at += length;
        if (length > 0) {
            require(line().isEmpty());
        }
        if (signatures.isPresent()) {
            String extension = semicolon < 0 ? "" : head.substring(semicolon + 1);
            require(extension.startsWith(SIGNATURE));
            signatures.get().requireChunk(chunk, extension.substring(SIGNATURE.length()));
        }
        return chunk;
    }

    /** Exactly the trailers that were announced, in a signed header; a signed body signs them too. */
    private Map<String, List<String>> trailers() {
        Map<String, List<String>> trailers = new HashMap<>();
        var signed = new StringBuilder();
        Optional<String> signature = Optional.empty();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            require(colon > 0);
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            if (name.equals(TRAILER_SIGNATURE)) {
                signature = Optional.of(value);
            } else {
                require(trailers.put(name, List.of(value)) == null);
                signed.append(name).append(':').append(value).append('\n');
            }
        }
        if (signatures.isPresent() && hasTrailer) {
            signatures.get().requireTrailer(signed.toString(), signature.orElse(""));
        }
        String announced = request.header("x-amz-trailer").orElse("");
        require(new ArrayList<>(trailers.keySet())
                .equals(announced.isEmpty() ? List.of() : List.of(announced.toLowerCase(Locale.ROOT))));
        return trailers;
    }

    /** Up to the next CRLF. The last one may be left out, as some clients do. */
    private String line() {
        int end = at;
        while (end + 1 < bytes.length && !(bytes[end] == '\r' && bytes[end + 1] == '\n')) {
            end++;
        }
        if (at >= bytes.length) {
            return "";
        }
        require(end + 1 < bytes.length);
        String line = new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
        at = end + 2;
        return line;
    }

    private static void require(boolean holds) {
        Refusing.unless(holds, Refusal.WRONG_BODY, "The aws-chunked body is malformed.");
    }
}

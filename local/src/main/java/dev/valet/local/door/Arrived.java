package dev.valet.local.door;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request exactly as it arrived.
 *
 * @param path raw and still encoded
 * @param query raw and still encoded, empty when there is none
 * @param headers in the order and casing the server gives
 */
public record Arrived(
        String method, String path, String query, Map<String, List<String>> headers, Body body, String sourceIp) {

    /** Bytes that compare by content and never show themselves. */
    public record Body(String latin1) {
        public static Body of(byte[] bytes) {
            return new Body(new String(bytes, StandardCharsets.ISO_8859_1));
        }

        public byte[] bytes() {
            return latin1.getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public String toString() {
            return "Body[" + latin1.length() + " bytes]";
        }
    }

    /** The value of a header, whatever its casing; of one that is there twice nobody knows which is meant. */
    public Optional<String> header(String name) {
        var values = headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .flatMap(header -> header.getValue().stream())
                .toList();
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    Map<String, List<String>> parameters() {
        return new Query(query).values();
    }

    /** @throws IllegalArgumentException on broken percent encoding */
    static String decode(String text) {
        return dev.valet.local.aws.wire.Percent.decode(text);
    }

    /** Headers carry tokens and queries signatures: neither belongs in a log. */
    @Override
    public String toString() {
        return "Arrived[" + method.toUpperCase(Locale.ROOT) + " " + path + "]";
    }
}

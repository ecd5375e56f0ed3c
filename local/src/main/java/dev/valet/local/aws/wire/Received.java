package dev.valet.local.aws.wire;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request exactly as it arrived; what is verified is what was received, never a request rebuilt from its meaning
 * (T-03).
 *
 * @param path raw and still encoded, beginning with a slash
 * @param query raw and still encoded, empty when there is none
 * @param headers names in lower case, all values in their order
 * @param sourceIp the address of the other end
 */
public record Received(
        String method, String path, String query, Map<String, List<String>> headers, Blob body, String sourceIp) {
    public Received {
        var lower = new TreeMap<String, List<String>>();
        headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        headers = Map.copyOf(lower);
    }

    public Parameters parameters() {
        return Parameters.parse(query);
    }

    /**
     * The only value of a header.
     *
     * @throws IllegalArgumentException when it is given twice
     */
    public Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new IllegalArgumentException("the header " + name + " is given twice");
        }
        return values.stream().findFirst();
    }

    public Received withBody(Blob other) {
        return new Received(method, path, query, headers, other, sourceIp);
    }

    /** Headers carry tokens, queries signatures: neither belongs in a log. */
    @Override
    public String toString() {
        return "Received[" + method + " " + path + "]";
    }
}

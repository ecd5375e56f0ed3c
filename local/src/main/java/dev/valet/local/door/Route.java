package dev.valet.local.door;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One operation of the template.
 *
 * @param resource as written: {@code /v1/leases/{id}}
 * @param function the name of the function that answers
 * @param timeout how long the gateway waits for it
 */
record Route(Api api, String method, String resource, Authorization authorization, String function, Duration timeout) {

    /** The path parameters when this raw path is of this route. */
    Optional<Map<String, String>> match(String path) {
        var wanted = segments(resource);
        var given = segments(path);
        if (wanted.size() != given.size()) {
            return Optional.empty();
        }
        var parameters = new LinkedHashMap<String, String>();
        for (int i = 0; i < wanted.size(); i++) {
            var segment = wanted.get(i);
            if (isParameter(segment) && !given.get(i).isEmpty()) {
                parameters.put(segment.substring(1, segment.length() - 1), Arrived.decode(given.get(i)));
            } else if (!segment.equals(given.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(parameters);
    }

    /** Fewer parameters are the closer match. */
    long parameters() {
        return segments(resource).stream().filter(Route::isParameter).count();
    }

    private static boolean isParameter(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }

    private static List<String> segments(String path) {
        return Arrays.asList(path.split("/", -1));
    }
}

package dev.valet.it.contract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The clauses that a backend is known to break, from {@code contract/<backend>.txt}: a clause's name, a colon and the
 * reason on each line.
 */
record Differences(String backend, Map<String, String> reasons) {

    static Differences of(String backend) throws IOException {
        try (var listed = Differences.class.getResourceAsStream("/contract/" + backend + ".txt")) {
            return listed == null
                    ? new Differences(backend, Map.of())
                    : read(backend, new String(listed.readAllBytes(), StandardCharsets.UTF_8), Clause.names());
        }
    }

    /** @throws IllegalArgumentException for a line that names no clause, names one again or gives no reason */
    static Differences read(String backend, String text, List<String> clauses) {
        var reasons = new LinkedHashMap<String, String>();
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            int colon = line.indexOf(": ");
            var clause = colon < 0 ? line : line.substring(0, colon);
            var reason = colon < 0 ? "" : line.substring(colon + 2).strip();
            boolean sound = clauses.contains(clause) && !reason.isEmpty();
            if (!sound || reasons.put(clause, reason) != null) {
                throw new IllegalArgumentException(backend + ".txt: " + line);
            }
        });
        return new Differences(backend, reasons);
    }

    /** As a report names it. */
    String title(String clause) {
        return backend + ": " + clause + (reasons.containsKey(clause) ? " (known not to)" : "");
    }

    /** A known difference that is one no longer is an error too: the list would hide the next one. */
    void hold(String clause, Runnable check) {
        boolean kept = kept(clause, check);
        if (kept && reasons.containsKey(clause)) {
            throw new AssertionError(backend + " is listed to break this, and keeps it: " + clause);
        }
    }

    private boolean kept(String clause, Runnable check) {
        try {
            check.run();
            return true;
        } catch (AssertionError | SdkException broken) {
            if (!reasons.containsKey(clause)) {
                throw new AssertionError(backend + " breaks this: " + clause, broken);
            }
            return false;
        }
    }
}

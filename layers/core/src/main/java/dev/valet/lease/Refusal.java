package dev.valet.lease;

import dev.valet.Malformed;
import dev.valet.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Why not.
 *
 * @param reason all that a caller hears, but for its own mistakes
 * @param rule the deciding rule by name: for the audit and, where the caller may know, for explain
 * @param problems the caller's own mistakes, in its own request
 * @param retryAfter when asking again may help
 */
public record Refusal(Reason reason, String rule, List<Malformed.Problem> problems, Optional<Duration> retryAfter) {
    public Refusal {
        problems = List.copyOf(problems);
    }

    public static Refusal of(Reason reason, String rule) {
        return new Refusal(reason, rule, List.of(), Optional.empty());
    }

    public static Refusal of(Malformed malformed) {
        return new Refusal(Reason.MALFORMED, "request.form", malformed.problems(), Optional.empty());
    }
}

package dev.valet.action;

import dev.valet.Json;
import dev.valet.Malformed;
import java.util.List;
import java.util.Optional;

/**
 * What an upstream's answers mean. What no rule names means nothing: then it is unknown whether anything was done.
 *
 * @param done answers that say it was done, and carry the result
 * @param refused answers that say it was not, and will not be
 */
public record HttpAnswer(List<HttpMatch> done, List<Refusal> refused, ResultMapping result) {
    public static final String REFUSED = "upstream-refused";
    static final String UNEXPECTED_STATUS = "unexpected-status";
    static final String UNEXPECTED_ANSWER = "unexpected-answer";

    /** @param code what the caller hears, in the operator's words and never the upstream's */
    public record Refusal(HttpMatch match, String code) {
        public Refusal {
            checkRefusals(match);
        }
    }

    public HttpAnswer {
        done = List.copyOf(done);
        refused = List.copyOf(refused);
        if (done.isEmpty() || done.size() > 10) {
            throw new Malformed("/done", "lists 1 to 10 answers");
        }
        for (int i = 0; i < done.size(); i++) {
            checkSuccess(done.get(i), "/done/" + i);
        }
        if (refused.size() > 20) {
            throw new Malformed("/refused", "lists 20 answers at most");
        }
    }

    /** half an answer, or one to a question that Valet never asks, is no success. */
    static void checkSuccess(HttpMatch match, String place) {
        if (!match.statuses().stream().allMatch(HttpAnswer::isSuccess)) {
            throw new Malformed(place + "/status", "are 200 to 299 without 206");
        }
    }

    /** Only a provider that says no said no: a gateway's failure may come after the deed. */
    private static void checkRefusals(HttpMatch match) {
        boolean definite = match.statuses().stream()
                .allMatch(status -> status >= 400 && status <= 499
                        || isSuccess(status) && !match.where().isEmpty());
        if (!definite) {
            throw new Malformed("/status", "are 400 to 499, or 200 to 299 with where");
        }
    }

    static boolean isSuccess(int status) {
        return status >= 200 && status <= 299 && status != 206;
    }

    /** @param body empty when it is no JSON */
    public Performing read(int status, Optional<Json> body, String key) {
        var values = new HttpInput(Json.object().build(), key, MinorUnits.REFUSING);
        boolean success = done.stream().anyMatch(match -> match.fits(status, body, values));
        var refusal = refused.stream()
                .filter(each -> each.match().fits(status, body, values))
                .findFirst();
        if (success == refusal.isPresent()) {
            return new Performing.Unknown(success || isSuccess(status) ? UNEXPECTED_ANSWER : UNEXPECTED_STATUS);
        }
        if (refusal.isPresent()) {
            return new Performing.NotDone(refusal.get().code());
        }
        return result.read(body)
                .<Performing>map(mapped -> new Performing.Done(mapped.result(), mapped.reference()))
                .orElse(new Performing.Unknown(UNEXPECTED_ANSWER));
    }
}

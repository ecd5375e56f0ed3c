package dev.valet.action;

import dev.valet.Json;
import dev.valet.Malformed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to find out what became of a request whose outcome is unknown (INV-20): a GET, so that asking changes nothing.
 *
 * @param notFound answers that say that the provider has no such thing
 * @param notFoundAfter how long the provider may take to show what it did: before that, not found means nothing
 */
public record HttpLookup(
        HttpCall call,
        List<HttpMatch> found,
        List<HttpAnswer.Refusal> refused,
        List<HttpMatch> notFound,
        Duration notFoundAfter,
        ResultMapping result) {
    public HttpLookup {
        found = List.copyOf(found);
        refused = List.copyOf(refused);
        notFound = List.copyOf(notFound);
        if (call.method() != HttpMethod.GET) {
            throw new Malformed("/method", "is GET, for looking must change nothing");
        }
        if (found.isEmpty() || found.size() > 10) {
            throw new Malformed("/found", "lists 1 to 10 answers");
        }
        boolean named = call.path().text().takesKey();
        for (int i = 0; i < found.size(); i++) {
            HttpAnswer.checkSuccess(found.get(i), "/found/" + i);
            checkIsOurs(named, found.get(i), "/found/" + i);
        }
        for (int i = 0; i < refused.size(); i++) {
            checkIsOurs(named, refused.get(i).match(), "/refused/" + i);
        }
        if (refused.size() > 20 || notFound.size() > 10) {
            throw new Malformed("", "lists 20 refusals and 10 answers for notFound at most");
        }
        for (int i = 0; i < notFound.size(); i++) {
            checkNotFound(notFound.get(i), "/notFound/" + i);
        }
    }

    /** An upstream that ignores a parameter lists what others paid; one that has the key in its path cannot mean another. */
    private static void checkIsOurs(boolean named, HttpMatch match, String place) {
        if (!named && !match.comparesKey()) {
            throw new Malformed(place + "/where", "compares a member with ${key}, unless the path has it");
        }
    }

    /** It gives a budget back, so an empty answer, or one of another form, must not mean it. */
    private static void checkNotFound(HttpMatch match, String place) {
        boolean definite = match.statuses().stream()
                .allMatch(status -> status == 404
                        || HttpAnswer.isSuccess(status) && !match.absent().isEmpty());
        if (!definite) {
            throw new Malformed(place + "/status", "are 404, or 200 to 299 with absent");
        }
    }

    /** @param body empty when it is no JSON */
    public LookedUp read(int status, Optional<Json> body, String key) {
        var values = new HttpInput(Json.object().build(), key, MinorUnits.REFUSING);
        boolean there = found.stream().anyMatch(match -> match.fits(status, body, values));
        boolean missing = notFound.stream().anyMatch(match -> match.fits(status, body, values));
        var refusal = refused.stream()
                .filter(each -> each.match().fits(status, body, values))
                .findFirst();
        int said = (there ? 1 : 0) + (missing ? 1 : 0) + (refusal.isPresent() ? 1 : 0);
        if (said != 1) {
            return new LookedUp.StillUnknown(
                    HttpAnswer.isSuccess(status) ? HttpAnswer.UNEXPECTED_ANSWER : HttpAnswer.UNEXPECTED_STATUS);
        }
        if (missing) {
            return new LookedUp.NotFound(notFoundAfter);
        }
        return refusal.<LookedUp>map(each -> new LookedUp.Refused(each.code()))
                .or(() -> result.read(body).map(mapped -> new LookedUp.Found(mapped.result(), mapped.reference())))
                .orElse(new LookedUp.StillUnknown(HttpAnswer.UNEXPECTED_ANSWER));
    }
}

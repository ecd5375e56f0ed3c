package dev.valet.edge;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.ObjectBuilder;
import dev.valet.Reason;
import dev.valet.lease.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Refusals in words, in one place: problem documents as RFC 9457 has them, with nothing in them that an upstream said. */
final class Problems {
    /** So many of its own mistakes a caller is told; the rest would only make the reply long. */
    private static final int MOST_ERRORS = 20;

    /** Here an AWS SDK asks, which shows its user {@code code} and {@code message} and nothing else. */
    private static final String DOCUMENTS = "GET /oidc/v1/credentials/";

    private Problems() {}

    /** @param route of the request, for the form of the answer */
    static HttpReply of(Refusal refusal, String route, String requestId) {
        var reason = refusal.reason();
        var body = route.startsWith(DOCUMENTS)
                ? forSdk(refusal)
                : document(refusal, requestId).build();
        var noted = Noted.of("denied." + reason.word()).because(refusal.rule());
        var reply = route.startsWith(DOCUMENTS)
                ? HttpReply.json(status(reason), body, noted)
                : HttpReply.problem(status(reason), body, noted);
        return waiting(reply, refusal.retryAfter().or(() -> usualWait(reason)));
    }

    /** @param more what the document says beside, or instead of, what it always says */
    static HttpReply of(Refusal refusal, String requestId, UnaryOperator<ObjectBuilder> more) {
        var reason = refusal.reason();
        var noted = Noted.of("denied." + reason.word()).because(refusal.rule());
        var document = more.apply(document(refusal, requestId));
        return waiting(HttpReply.problem(status(reason), document.build(), noted), usualWait(reason));
    }

    private static HttpReply waiting(HttpReply reply, Optional<Duration> time) {
        return time.map(wait -> reply.with("Retry-After", Long.toString(wholeSeconds(wait))))
                .orElse(reply);
    }

    static HttpReply of(Reason reason, String cause, String route, String requestId) {
        return of(new Refusal(reason, cause, List.of(), Optional.empty()), route, requestId);
    }

    static HttpReply of(Malformed malformed, String route, String requestId) {
        var refusal = new Refusal(Reason.MALFORMED, "request.form", malformed.problems(), Optional.empty());
        return of(refusal, route, requestId);
    }

    private static ObjectBuilder document(Refusal refusal, String requestId) {
        var reason = refusal.reason();
        var document = Json.object()
                .with("type", "urn:valet:problem:" + reason.word())
                .with("title", title(reason))
                .with("status", status(reason))
                .with("detail", detail(reason))
                .with("reason", reason.word())
                .with("requestId", requestId);
        if (!refusal.problems().isEmpty()) {
            document.with("errors", errors(refusal.problems()));
        }
        return document;
    }

    private static Json forSdk(Refusal refusal) {
        var mistakes = refusal.problems().stream()
                .limit(MOST_ERRORS)
                .map(problem -> (problem.place() + " " + problem.rule()).strip())
                .collect(Collectors.joining("; "));
        return Json.object()
                .with("code", refusal.reason().word())
                .with("message", mistakes.isEmpty() ? detail(refusal.reason()) : mistakes)
                .build();
    }

    static Json errors(List<Malformed.Problem> problems) {
        return new Json.Arr(problems.stream()
                .limit(MOST_ERRORS)
                .<Json>map(problem -> Json.object()
                        .with("pointer", problem.place())
                        .with("rule", problem.rule())
                        .build())
                .toList());
    }

    static int status(Reason reason) {
        return switch (reason) {
            case MALFORMED -> 400;
            case UNKNOWN_PRINCIPAL,
                    NO_LIVE_GRANT,
                    FORBIDDEN,
                    APPROVAL_REQUIRED,
                    NO_LIVE_APPROVAL,
                    NOT_APPROVER,
                    NOT_OFFERED -> 403;
            case NOT_FOUND -> 404;
            case KEY_REUSED, TOKEN_USED, CHANGED_MEANWHILE, NOT_REVOKED, NOT_SETTLED, NOT_OPEN -> 409;
            case NOT_PERFORMED -> 422;
            case LIMIT_REACHED -> 429;
            case INTERNAL -> 500;
            case NOT_RECORDED, UPSTREAM_BUSY -> 503;
        };
    }

    private static String title(Reason reason) {
        return switch (reason) {
            case MALFORMED -> "The request breaks a rule of its form";
            case UNKNOWN_PRINCIPAL -> "Nobody is registered under this identity";
            case NO_LIVE_GRANT -> "No such grant";
            case FORBIDDEN -> "A rule forbids it";
            case APPROVAL_REQUIRED -> "Somebody must approve it";
            case NO_LIVE_APPROVAL -> "No such approval";
            case NOT_OPEN -> "Not open for a decision";
            case NOT_APPROVER -> "Not this person's to approve";
            case LIMIT_REACHED -> "A limit is used up";
            case NOT_OFFERED -> "Not offered here";
            case NOT_FOUND -> "No such thing";
            case NOT_REVOKED -> "Nothing to allow again";
            case NOT_SETTLED -> "Too soon to allow it again";
            case KEY_REUSED -> "The idempotency key belongs to another request";
            case TOKEN_USED -> "The bearer token is used up";
            case NOT_PERFORMED -> "It was not done";
            case CHANGED_MEANWHILE, NOT_RECORDED -> "Not everything was applied";
            case UPSTREAM_BUSY -> "Something behind Valet did not answer";
            case INTERNAL -> "Valet failed";
        };
    }

    /** Never more than the caller may know: absent, revoked and foreign grants sound alike (T-50). */
    private static String detail(Reason reason) {
        return switch (reason) {
            case MALFORMED -> "Each entry of errors names a place in the request and the rule that holds there.";
            case UNKNOWN_PRINCIPAL -> "An operator registers the agents that may ask here, with their identities.";
            case NO_LIVE_GRANT -> "This agent has no such grant now.";
            case FORBIDDEN -> "An environment rule, a limit of time or place, or a guardrail says no.";
            case APPROVAL_REQUIRED ->
                "A person must approve it beforehand: ask with POST /v1/leases, or have operators approve a number of uses.";
            case NO_LIVE_APPROVAL ->
                "It approves nothing, or another request, or an older version of the grant; or it is used or over.";
            case NOT_OPEN -> "It was decided, used, or is over. Ask again for a new one.";
            case NOT_APPROVER -> "Who asks for something, owns it, or has said yes already adds no yes to it.";
            case LIMIT_REACHED -> "The grant has a limit, and it is used up for now.";
            case NOT_OFFERED -> "This deployment does not offer what the grant carries.";
            case NOT_FOUND -> "Nothing of this name is yours to see.";
            case NOT_REVOKED ->
                "It is not revoked, not by this revocation, or not yet to the end; a lease stays ended.";
            case NOT_SETTLED -> "Sessions that begin now would still be denied. Try again after a while.";
            case KEY_REUSED -> "The same Idempotency-Key came before with another request.";
            case TOKEN_USED ->
                "A bearer token asks for one action once. Come with a fresh one, and with the same Idempotency-Key.";
            case NOT_PERFORMED -> "It was certainly not done. Who wants to try again takes another Idempotency-Key.";
            case CHANGED_MEANWHILE ->
                "The configuration changed after the plan was made. Nothing of that was overwritten; plan again.";
            case NOT_RECORDED ->
                "The audit could not be written, so the change was not made. Apply again after a while.";
            case UPSTREAM_BUSY -> "Nothing was handed over. Try again after a while.";
            case INTERNAL -> "Nothing was handed over. An operator finds the cause by requestId.";
        };
    }

    /** Where nothing better is known; retrying a refusal that stands is never suggested. */
    private static Optional<Duration> usualWait(Reason reason) {
        return switch (reason) {
            case NOT_RECORDED, UPSTREAM_BUSY -> Optional.of(Duration.ofSeconds(2));
            case LIMIT_REACHED -> Optional.of(Duration.ofMinutes(1));
            case MALFORMED,
                    UNKNOWN_PRINCIPAL,
                    NO_LIVE_GRANT,
                    FORBIDDEN,
                    APPROVAL_REQUIRED,
                    NO_LIVE_APPROVAL,
                    NOT_OPEN,
                    NOT_APPROVER,
                    NOT_OFFERED,
                    NOT_FOUND,
                    NOT_REVOKED,
                    NOT_SETTLED,
                    KEY_REUSED,
                    TOKEN_USED,
                    NOT_PERFORMED,
                    CHANGED_MEANWHILE,
                    INTERNAL -> Optional.empty();
        };
    }

    private static long wholeSeconds(Duration wait) {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }
}

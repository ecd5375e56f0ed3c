package dev.valet.authorize;

import dev.valet.Json;
import dev.valet.ObjectBuilder;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/**
 * One line of JSON for each event, which CloudWatch reads as metrics too (embedded metric format). All of it is closed words
 * and names that Valet checked: no token, no claim, nothing a stranger wrote.
 */
final class AuthorizeLog {
    private final Consumer<String> out;
    private final Clock clock;

    AuthorizeLog(Consumer<String> out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    void write(String requestId, Answer answer) {
        var line = line(requestId);
        switch (answer) {
            case Answer.Allowed(var method, var caller) ->
                line.with("outcome", "allowed")
                        .with("route", method.route())
                        .with("issuer", caller.issuer().text());
            case Answer.Refused(var route, var cause, var issuer) ->
                counted(line.with("outcome", "refused"), "TokensRefused")
                        .with("route", route)
                        .with("cause", cause)
                        .with("issuer", issuer);
        }
        out.accept(line.build().text());
    }

    /** @param code of ours, or the name of a class */
    void failed(String requestId, String code) {
        out.accept(counted(line(requestId).with("outcome", "failed"), "AuthorizerFailed")
                .with("cause", code)
                .build()
                .text());
    }

    private ObjectBuilder line(String requestId) {
        return Json.object().with("requestId", requestId).with("function", "authorize");
    }

    private ObjectBuilder counted(ObjectBuilder line, String metric) {
        var directive = Json.object()
                .with("Namespace", "Valet")
                .with("Dimensions", new Json.Arr(List.of(Json.strings(List.of()), Json.strings(List.of("cause")))))
                .with(
                        "Metrics",
                        new Json.Arr(List.of(Json.object()
                                .with("Name", metric)
                                .with("Unit", "Count")
                                .build())));
        return line.with(
                        "_aws",
                        Json.object()
                                .with("Timestamp", clock.millis())
                                .with("CloudWatchMetrics", new Json.Arr(List.of(directive.build())))
                                .build())
                .with(metric, 1);
    }
}

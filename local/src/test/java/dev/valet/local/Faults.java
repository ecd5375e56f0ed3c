package dev.valet.local;

import dev.valet.Json;
import dev.valet.local.aws.Caller;
import dev.valet.local.aws.Guest;
import dev.valet.local.aws.wire.Answer;
import dev.valet.local.aws.wire.Blob;
import dev.valet.local.aws.wire.Received;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A service of AWS's that answers as a test wants, and sees who asks. */
final class Faults implements Guest {
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private volatile Answer next = new Answer(500, Map.of(), Blob.EMPTY);

    void next(int status, String body) {
        next = new Answer(status, Map.of("Content-Type", "application/x-amz-json-1.1"), Blob.of(body));
    }

    void refuseInXml(String code, String message) {
        next(400, """
                <ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>
                <RequestId>%s</RequestId></ErrorResponse>""".formatted(code, message, message));
    }

    void refuseInJson(String code, String message) {
        next(
                400,
                Json.object()
                        .with("__type", code)
                        .with("message", message)
                        .build()
                        .text());
    }

    @Override
    public Answer answer(Received request, Caller caller) {
        Optional.ofNullable(request.headers().get("x-amz-security-token")).ifPresent(tokens::addAll);
        return next;
    }

    /** Session tokens of the functions that asked. */
    Set<String> tokens() {
        return tokens;
    }
}

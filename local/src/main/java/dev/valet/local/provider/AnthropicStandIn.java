package dev.valet.local.provider;

import dev.valet.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Anthropic's {@code POST /v1/messages}: one text, whole, with its usage in two numbers. */
final class AnthropicStandIn implements Provider {
    private static final Set<String> MEMBERS = Set.of("model", "messages", "max_tokens", "temperature");
    private static final Set<String> ROLES = Set.of("user", "assistant");

    private final Admission admission = new Admission();

    @Override
    public Admission admission() {
        return admission;
    }

    @Override
    public Reply answer(Asked asked) {
        if (!admission.admits(asked.header("x-api-key"))) {
            return error(401, "authentication_error", "invalid x-api-key");
        }
        if (!asked.is("POST", "/v1/messages")) {
            return error(404, "not_found_error", "Not found");
        }
        if (!asked.header("anthropic-version").equals(Optional.of("2023-06-01"))) {
            return refusal(400, "anthropic-version: header is required");
        }
        return Reply.ok(message(ModelCall.read(asked.json(), MEMBERS, "max_tokens", ROLES)));
    }

    private static Json message(ModelCall call) {
        var whole = Words.of(call.lastMessage()).answer();
        var said = whole.first(call.most());
        var text = Json.object().with("type", "text").with("text", said.text()).build();
        return Json.object()
                .with("id", "msg_local")
                .with("type", "message")
                .with("role", "assistant")
                .with("model", call.model())
                .with("content", new Json.Arr(List.of(text)))
                .with("stop_reason", said.count() < whole.count() ? "max_tokens" : "end_turn")
                .with("stop_sequence", Json.Null.NULL)
                .with(
                        "usage",
                        Json.object()
                                .with("input_tokens", call.promptTokens())
                                .with("output_tokens", said.count())
                                .build())
                .build();
    }

    @Override
    public Reply refusal(int status, String message) {
        return error(status, "invalid_request_error", message);
    }

    private static Reply error(int status, String type, String message) {
        return Reply.of(
                status,
                Json.object()
                        .with("type", "error")
                        .with(
                                "error",
                                Json.object()
                                        .with("type", type)
                                        .with("message", message)
                                        .build())
                        .build());
    }
}

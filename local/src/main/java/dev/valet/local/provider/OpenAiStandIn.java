package dev.valet.local.provider;

import dev.valet.Json;
import java.util.List;
import java.util.Set;

/** OpenAI's {@code POST /v1/chat/completions}: one choice, whole, with its usage. */
final class OpenAiStandIn implements Provider {
    private static final Set<String> MEMBERS = Set.of("model", "messages", "max_completion_tokens", "temperature");
    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant");

    private final Admission admission = new Admission();

    @Override
    public Admission admission() {
        return admission;
    }

    @Override
    public Reply answer(Asked asked) {
        if (!admission.admits(asked.bearer())) {
            return refusal(401, "Incorrect API key provided.");
        }
        if (!asked.is("POST", "/v1/chat/completions")) {
            return refusal(404, "Invalid URL");
        }
        var request = ModelCall.read(asked.json(), MEMBERS, "max_completion_tokens", ROLES);
        return Reply.ok(completion(request));
    }

    private static Json completion(ModelCall call) {
        var whole = Words.of(call.lastMessage()).answer();
        var said = whole.first(call.most());
        int prompt = call.promptTokens();
        var message = Json.object()
                .with("role", "assistant")
                .with("content", said.text())
                .build();
        var choice = Json.object()
                .with("index", 0)
                .with("message", message)
                .with("logprobs", Json.Null.NULL)
                .with("finish_reason", said.count() < whole.count() ? "length" : "stop")
                .build();
        return Json.object()
                .with("id", "chatcmpl-local")
                .with("object", "chat.completion")
                .with("model", call.model())
                .with("choices", new Json.Arr(List.of(choice)))
                .with(
                        "usage",
                        Json.object()
                                .with("prompt_tokens", prompt)
                                .with("completion_tokens", said.count())
                                .with("total_tokens", prompt + said.count())
                                .build())
                .build();
    }

    @Override
    public Reply refusal(int status, String message) {
        var error = Json.object()
                .with("message", message)
                .with("type", "invalid_request_error")
                .with("param", Json.Null.NULL)
                .with("code", Json.Null.NULL)
                .build();
        return Reply.of(status, Json.object().with("error", error).build());
    }
}

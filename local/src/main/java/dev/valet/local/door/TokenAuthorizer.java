package dev.valet.local.door;

import dev.valet.local.aws.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Asks a Lambda authorizer of type TOKEN, as API Gateway does: no cache, and only its policy counts. */
final class TokenAuthorizer {
    private final Functions functions;

    TokenAuthorizer(Functions functions) {
        this.functions = functions;
    }

    /** Allowed with the context that the handler gets, or how the gateway refuses. */
    sealed interface Result {
        record Allowed(dev.valet.Json context) implements Result {}

        record Refused(Gateway why) implements Result {}
    }

    Result ask(Authorization.Bearer bearer, Arrived request, String methodArn, String requestId) {
        var token = request.header(bearer.header());
        if (token.isEmpty() || !bearer.valid().matcher(token.get()).matches()) {
            return new Result.Refused(Gateway.UNAUTHORIZED); // costs no invocation
        }
        var event = dev.valet.Json.object()
                .with("type", "TOKEN")
                .with("methodArn", methodArn)
                .with("authorizationToken", token.get())
                .build();
        try {
            var answer = functions.invoke(
                    bearer.function(), requestId, Arrived.Body.of(event.text().getBytes(StandardCharsets.UTF_8)));
            return read(Json.read(new String(answer.bytes(), StandardCharsets.UTF_8)), methodArn);
        } catch (Functions.FunctionFailed failed) {
            // API Gateway compares the whole message: nothing but this one word is a 401.
            boolean unauthorized = Optional.ofNullable(failed.getMessage()).equals(Optional.of("Unauthorized"));
            return new Result.Refused(unauthorized ? Gateway.UNAUTHORIZED : Gateway.AUTHORIZER_FAILURE);
        } catch (IllegalArgumentException notOfThatShape) {
            return new Result.Refused(Gateway.AUTHORIZER_CONFIGURATION_ERROR);
        }
    }

    private static Result read(Map<String, Object> answer, String methodArn) {
        var principal = Json.text(answer.getOrDefault("principalId", ""), "principalId");
        var policy = Json.object(answer.getOrDefault("policyDocument", ""), "policyDocument");
        var statements = policy.getOrDefault("Statement", "") instanceof List<?> list ? list : List.of();
        if (principal.isEmpty() || statements.isEmpty()) {
            throw new IllegalArgumentException("no principal or no policy");
        }
        var context = context(principal, answer);
        return allows(statements, methodArn) ? new Result.Allowed(context) : new Result.Refused(Gateway.ACCESS_DENIED);
    }

    private static boolean allows(List<?> statements, String methodArn) {
        boolean allowed = false;
        for (var statement : statements) {
            var members = Json.object(statement == null ? "" : statement, "Statement");
            boolean meant = Json.texts(members.getOrDefault("Action", ""), "Action").stream()
                            .anyMatch(action -> matches(action, "execute-api:Invoke"))
                    && Json.texts(members.getOrDefault("Resource", ""), "Resource").stream()
                            .anyMatch(resource -> matches(resource, methodArn));
            var effect = Json.text(members.getOrDefault("Effect", ""), "Effect");
            if (meant && effect.equals("Deny")) {
                return false;
            }
            allowed |= meant && effect.equals("Allow");
        }
        return allowed;
    }

    private static boolean matches(String pattern, String text) {
        var regex = pattern.chars()
                .mapToObj(c -> switch (c) {
                    case '*' -> ".*";
                    case '?' -> ".";
                    default -> Pattern.quote(Character.toString(c));
                })
                .collect(Collectors.joining());
        return Pattern.matches(regex, text);
    }

    /** Strings, numbers and truth values only; whatever it is, the handler gets text. */
    private static dev.valet.Json context(String principal, Map<String, Object> answer) {
        var texts = new LinkedHashMap<String, String>();
        texts.put("principalId", principal);
        var given = answer.get("context");
        if (given != null) {
            Json.object(given, "context").forEach((name, value) -> {
                if (value instanceof Map || value instanceof List) {
                    throw new IllegalArgumentException("a context holds an object");
                }
                texts.put(name, value.toString());
            });
        }
        return dev.valet.Json.strings(texts);
    }
}

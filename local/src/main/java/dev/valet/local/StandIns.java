package dev.valet.local;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.json.StrictJson;
import dev.valet.local.aws.Caller;
import dev.valet.local.aws.Guest;
import dev.valet.local.aws.LocalAws;
import dev.valet.local.aws.policy.Context;
import dev.valet.local.aws.policy.Decision;
import dev.valet.local.aws.wire.Answer;
import dev.valet.local.aws.wire.Blob;
import dev.valet.local.aws.wire.Percent;
import dev.valet.local.aws.wire.Received;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Lambda, as far as actions need it: functions of the operator's that stand in for real ones, invoked by the caller's own
 * policies. It waits for an answer, has no other operation, and never is how Valet's own functions are reached.
 */
final class StandIns implements Guest {
    private static final Pattern INVOCATION = Pattern.compile("/2015-03-31/functions/([^/]+)/invocations");

    private final LocalAws aws;
    private final Map<String, UnaryOperator<Json>> functions = new ConcurrentHashMap<>();

    StandIns(LocalAws aws) {
        this.aws = aws;
    }

    /**
     * Puts a function where one would be.
     *
     * @param arn with its alias or version
     * @param function from the payload to the answer; what it throws is a function error
     */
    void put(String arn, UnaryOperator<Json> function) {
        functions.put(arn, function);
    }

    @Override
    public Answer answer(Received request, Caller caller) {
        var path = INVOCATION.matcher(request.path());
        boolean waits = request.header("x-amz-invocation-type")
                .orElse("RequestResponse")
                .equals("RequestResponse");
        if (!request.method().equals("POST") || !path.matches() || !waits) {
            return error(501, "NotImplemented", "the local endpoint has no such operation of Lambda's");
        }
        var arn = Percent.decode(path.group(1));
        var qualified = request.parameters()
                .get("Qualifier")
                .map(qualifier -> arn + ":" + qualifier)
                .orElse(arn);
        if (!(aws.decide(caller, "lambda:InvokeFunction", qualified, new Context()) instanceof Decision.Allowed)) {
            return error(403, "AccessDeniedException", caller.arn() + " may not invoke " + qualified);
        }
        var function = functions.get(qualified);
        return function == null
                ? error(404, "ResourceNotFoundException", "Function not found: " + qualified)
                : invoked(function, request.body().text());
    }

    private static Answer invoked(UnaryOperator<Json> function, String payload) {
        try {
            var given = StrictJson.read(payload);
            return json(200, Map.of(), function.apply(given));
        } catch (Malformed notJson) {
            return error(400, "InvalidRequestContentException", "Could not parse request body into json");
        } catch (IllegalStateException thrown) { // whatever a function throws reaches its caller in this form
            var failure =
                    Json.object().with("errorType", "IllegalStateException").build();
            return json(200, Map.of("X-Amz-Function-Error", "Unhandled"), failure);
        }
    }

    private static Answer error(int status, String code, String message) {
        var body = Json.object().with("Type", "User").with("Message", message).build();
        return json(status, Map.of("x-amzn-ErrorType", code), body);
    }

    private static Answer json(int status, Map<String, String> headers, Json body) {
        var all = new ConcurrentHashMap<>(headers);
        all.put("Content-Type", "application/json");
        return new Answer(status, Map.copyOf(all), Blob.of(body.text()));
    }
}

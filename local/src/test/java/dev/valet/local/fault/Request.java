package dev.valet.local.fault;

import dev.valet.Json;
import dev.valet.json.StrictJson;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * One attempt of a call as it is sent.
 *
 * @param invocation the same for all attempts of one call
 * @param attempt from 1
 */
record Request(String service, String operation, String invocation, int attempt, String body) {
    private static final Pattern SCOPE = Pattern.compile("Credential=[^/]+/[0-9]+/[^/]+/([^/]+)/aws4_request");
    private static final Pattern ATTEMPT = Pattern.compile("attempt=([0-9]+)");
    private static final Pattern PHASE = Pattern.compile("\"phase\":\"([A-Z]+)\"");

    static Request of(SdkHttpRequest sent, String body) {
        var scope = SCOPE.matcher(header(sent, "Authorization"));
        var attempt = ATTEMPT.matcher(header(sent, "amz-sdk-request"));
        var target = header(sent, "X-Amz-Target");
        return new Request(
                scope.find() ? scope.group(1) : "?",
                target.isEmpty() ? form(body).getOrDefault("Action", "?") : target.substring(target.indexOf('.') + 1),
                header(sent, "amz-sdk-invocation-id"),
                attempt.find() ? Integer.parseInt(attempt.group(1)) : 1,
                body);
    }

    /** Service, operation, and the sort of thing that it touches: no ids, so two runs of a story call alike. */
    String name() {
        var of = switch (service) {
            case "dynamodb" -> String.join("+", rows(json()));
            case "sts", "iam" -> lastName(form().getOrDefault("RoleArn", form().getOrDefault("RoleName", "")));
            default -> "";
        };
        return (service + " " + operation + " " + of).strip();
    }

    Json json() {
        return StrictJson.read(body);
    }

    Map<String, String> form() {
        return form(body);
    }

    private static String lastName(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /** The sort of each row that it touches, from its key; of an audit record, its phase. */
    private static List<String> rows(Json json) {
        return switch (json) {
            case Json.Obj(var members) -> {
                var phase = PHASE.matcher(json.textAt("record", "S"));
                if (phase.find()) {
                    yield List.of("audit " + phase.group(1));
                }
                var partition = json.textAt("pk", "S") + json.textAt(":pk", "S");
                yield partition.isEmpty()
                        ? members.values().stream()
                                .flatMap(value -> rows(value).stream())
                                .toList()
                        : List.of(row(partition, json.textAt("sk", "S")));
            }
            case Json.Arr(var items) ->
                items.stream().flatMap(item -> rows(item).stream()).toList();
            case Json.Str _, Json.Int _, Json.Fraction _, Json.Bool _, Json.Null _ -> List.of();
        };
    }

    /** What is done for several roles at once is told apart by the role. */
    private static String row(String partition, String sort) {
        var whole = partition + " " + sort;
        var sorts = partition.startsWith("w#") ? "audit" : partition.split("#", 2)[0];
        int role = whole.indexOf(":role/");
        return role < 0 ? sorts : sorts + " " + lastName(whole.substring(role).split(" ", 2)[0]);
    }

    private static Map<String, String> form(String body) {
        var members = new TreeMap<String, String>();
        for (var member : body.split("&", -1)) {
            int equals = member.indexOf('=');
            if (equals > 0) {
                members.put(decoded(member.substring(0, equals)), decoded(member.substring(equals + 1)));
            }
        }
        return members;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String header(SdkHttpRequest sent, String name) {
        return sent.firstMatchingHeader(name).orElse("");
    }
}

package dev.valet.local.door;

import dev.valet.Json;
import dev.valet.local.template.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The template's gateway responses: the words of what the gateway answers by itself. */
final class GatewayResponses {
    private static final String HEADER = "gatewayresponse.header.";
    private static final Pattern VARIABLE = Pattern.compile("\\$context\\.([A-Za-z.]+)");

    private final Map<String, Written> written;

    /** @param status empty where the failure's own stands */
    private record Written(Optional<Integer> status, Map<String, String> headers, String contentType, String body) {}

    private GatewayResponses(Map<String, Written> written) {
        this.written = written;
    }

    static GatewayResponses of(Json definition) {
        var written = new TreeMap<String, Written>();
        Tree.members(definition, "x-amazon-apigateway-gateway-responses")
                .forEach((type, json) -> written.put(type, read(json)));
        return new GatewayResponses(written);
    }

    private static Written read(Json json) {
        var headers = new LinkedHashMap<String, String>();
        Tree.members(json, "responseParameters").forEach((name, value) -> {
            var text = Tree.text(value);
            if (name.startsWith(HEADER) && text.startsWith("'") && text.endsWith("'")) {
                headers.put(name.substring(HEADER.length()), text.substring(1, text.length() - 1));
            }
        });
        var template =
                Tree.members(json, "responseTemplates").entrySet().stream().findFirst();
        return new Written(
                Tree.text(json, "statusCode").map(Integer::parseInt),
                headers,
                template.map(Map.Entry::getKey).orElse("application/json"),
                template.map(Map.Entry::getValue).map(Tree::text).orElse("{\"message\":$context.error.messageString}"));
    }

    Reply reply(Gateway failure, String requestId) {
        var own = Optional.ofNullable(written.get(failure.name()));
        var fallback = Optional.ofNullable(written.get(failure.status() < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX"));
        var found = own.or(() -> fallback).orElseGet(() -> read(Json.object().build()));
        var headers = new LinkedHashMap<String, List<String>>();
        headers.put("Content-Type", List.of(found.contentType()));
        found.headers().forEach((name, value) -> headers.put(name, List.of(value)));
        return new Reply(
                found.status().orElse(failure.status()),
                headers,
                Arrived.Body.of(
                        fill(found.body(), failure, requestId).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private static String fill(String body, Gateway failure, String requestId) {
        return VARIABLE.matcher(body)
                .replaceAll(found -> Matcher.quoteReplacement(
                        switch (found.group(1).toLowerCase(Locale.ROOT)) {
                            case "requestid" -> requestId;
                            case "error.message" -> failure.message();
                            case "error.messagestring" ->
                                Json.of(failure.message()).canonical();
                            case "error.responsetype" -> failure.name();
                            default -> "";
                        }));
    }
}

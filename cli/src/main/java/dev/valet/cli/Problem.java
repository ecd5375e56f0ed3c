package dev.valet.cli;

import dev.valet.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An answer that is no success, in the form of RFC 9457 or as API Gateway gives it: what to print and what to exit with. */
final class Problem {
    private Problem() {}

    /** @param errorType API Gateway's own word, where it answered itself */
    static Failed failed(int status, String errorType, Json body) {
        var lines = new ArrayList<String>();
        var title = text(body, "title");
        var detail = text(body, title.isEmpty() ? "message" : "detail");
        lines.add("valet: " + (title.isEmpty() ? "refused with status " + status : title));
        if (!detail.isEmpty()) {
            lines.add(detail);
        }
        lines.addAll(errors(body));
        var stopped = stopped(body);
        if (!stopped.isEmpty()) {
            lines.add(stopped);
        }
        var requestId = text(body, "requestId");
        if (!requestId.isEmpty()) {
            lines.add("request " + requestId);
        }
        return new Failed(exit(status, errorType, text(body, "reason"), detail), lines);
    }

    private static Exit exit(int status, String errorType, String reason, String detail) {
        boolean expired = errorType.startsWith("ExpiredToken")
                || detail.toLowerCase(Locale.ROOT).contains("token included in the request is expired");
        if (expired) {
            return Exit.EXPIRED;
        }
        return switch (status) {
            case 400, 404, 413, 422 -> Exit.USAGE;
            case 401 -> Exit.NOT_AUTHENTICATED;
            // API Gateway's own refusal has no reason of Valet's: the signature was not taken.
            case 403 -> reason.isEmpty() || reason.equals("unknown-principal") ? Exit.NOT_AUTHENTICATED : Exit.DENIED;
            case 429, 500, 502, 503, 504 -> Exit.UPSTREAM;
            default -> Exit.UNEXPECTED;
        };
    }

    /** {@code grants.yaml:7:14: /environment: is within …} where there is a file, else without it. */
    private static List<String> errors(Json body) {
        var lines = new ArrayList<String>();
        for (var error : items(body, "errors")) {
            var file = text(error, "file");
            var place = text(error, "pointer");
            var at = file.isEmpty() ? "" : file + ":" + number(error, "line") + ":" + number(error, "column") + ": ";
            lines.add(at + (place.isEmpty() ? "" : place + ": ") + text(error, "rule"));
        }
        return lines;
    }

    private static String stopped(Json body) {
        return member(body, "stoppedAt") instanceof Json.Obj at
                ? number(body, "applied") + " applied; stopped at " + text(at, "kind") + " " + text(at, "id")
                : "";
    }

    static Json member(Json json, String name) {
        return json instanceof Json.Obj(var members) ? members.getOrDefault(name, Json.Null.NULL) : Json.Null.NULL;
    }

    /** Empty when it is absent or no text; safe to print. */
    static String text(Json json, String name) {
        return member(json, name) instanceof Json.Str(String text) ? Printable.of(text) : "";
    }

    static long number(Json json, String name) {
        return member(json, name) instanceof Json.Int(long value) ? value : 0;
    }

    static List<Json> items(Json json, String name) {
        return member(json, name) instanceof Json.Arr(var items) ? items : List.of();
    }
}

package dev.valet.action;

import dev.valet.Json;
import dev.valet.Malformed;
import java.net.URI;
import java.util.Set;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one request asks of its host. Agents fill places of it and add nothing (INV-7, B-1). */
public record HttpCall(
        HttpMethod method, HttpPath path, SortedMap<String, HttpText> query, HttpHeaders headers, HttpBody body) {
    public HttpCall {
        try {
            query = HttpBody.pairs(query);
        } catch (Malformed malformed) {
            var problem = malformed.problems().getFirst();
            throw new Malformed("/query" + problem.place(), problem.rule());
        }
        if (!method.hasBody() && !(body instanceof HttpBody.None)) {
            throw new Malformed("/method", "is POST, PUT or PATCH, where a body is sent");
        }
    }

    /** Where in the input its values come from. */
    public Set<MemberPath> inputs() {
        var paths = new TreeSet<>(path.text().inputs());
        query.values().forEach(text -> paths.addAll(text.inputs()));
        paths.addAll(body.inputs());
        return paths;
    }

    /**
     * @param host of the template
     * @throws Malformed for a value that does not fit its place, without repeating it
     */
    public OutgoingRequest fill(String host, Json.Obj input, String key, MinorUnits minorUnits) {
        var values = new HttpInput(input, key, minorUnits);
        URI uri = OutgoingRequest.uri(host, path.fill(values), query(values));
        var filled = new TreeMap<String, String>();
        headers.values().forEach((name, text) -> filled.put(name, header(text, values)));
        return new OutgoingRequest(method, uri, filled, body.fill(values));
    }

    private String query(HttpInput values) {
        var pairs = new StringJoiner("&");
        query.forEach((name, text) -> {
            var filled = new StringBuilder();
            for (var part : text.parts()) {
                var value = values.text(part);
                if (value.isEmpty()) {
                    return; // left out, as an optional member that is absent
                }
                filled.append(checked(part, value.get(), text.isOnePlace()));
            }
            pairs.add(PercentEncoding.encode(name) + "=" + PercentEncoding.encode(filled.toString()));
        });
        return pairs.toString();
    }

    private static String checked(HttpText.Part part, String value, boolean alone) {
        return part instanceof HttpText.Part.Literal
                ? value
                : (alone ? HttpAlphabet.VALUE : HttpAlphabet.UNRESERVED).check(value);
    }

    private static String header(HttpText text, HttpInput values) {
        var filled = new StringBuilder();
        for (var part : text.parts()) {
            var value = values.text(part).orElseThrow();
            filled.append(part instanceof HttpText.Part.Literal ? value : HttpAlphabet.UNRESERVED.check(value));
        }
        return filled.toString();
    }
}

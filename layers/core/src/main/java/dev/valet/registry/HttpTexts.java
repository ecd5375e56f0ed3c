package dev.valet.registry;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.Pointer;
import dev.valet.action.HttpText;
import java.util.ArrayList;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Objects of an HTTP template whose member names are data. */
final class HttpTexts {
    private HttpTexts() {}

    /** @throws Malformed with every problem, each at its member */
    static SortedMap<String, HttpText> read(Json json) {
        return each(json, Function.identity(), HttpTexts::text);
    }

    private static HttpText text(Json json) {
        if (json instanceof Json.Str(String text)) {
            return HttpText.parse(text);
        }
        throw new Malformed("is a string");
    }

    /** @throws Malformed with every problem, each at its member */
    static <K extends Comparable<K>, T> SortedMap<K, T> each(
            Json json, Function<String, K> key, Function<Json, T> value) {
        if (!(json instanceof Json.Obj(var members))) {
            throw new Malformed("is a JSON object");
        }
        var read = new TreeMap<K, T>();
        var problems = new ArrayList<Malformed.Problem>();
        members.forEach((name, member) -> {
            try {
                read.put(key.apply(name), value.apply(member));
            } catch (Malformed malformed) {
                problems.add(new Malformed.Problem(
                        Pointer.member("", name),
                        malformed.problems().getFirst().rule()));
            }
        });
        if (!problems.isEmpty()) {
            throw new Malformed(problems);
        }
        return read;
    }

    static Json write(Map<String, HttpText> texts) {
        var plain = new TreeMap<String, String>();
        texts.forEach((name, text) -> plain.put(name, text.text()));
        return Json.strings(plain);
    }
}

package dev.valet.local.template;

import dev.valet.Json;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** The template's parameters with the values they have here. */
final class Parameters {
    private Parameters() {}

    static Map<String, Json> of(Json root, Map<String, String> given) {
        var declared = Tree.members(root, "Parameters");
        given.keySet().stream()
                .filter(name -> !declared.containsKey(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new TemplateException("the template has no parameter " + name);
                });
        var values = new TreeMap<String, Json>();
        declared.forEach((name, declaration) -> {
            var text = given.containsKey(name)
                    ? given.get(name)
                    : Tree.text(declaration, "Default").orElse("");
            boolean list = Tree.text(declaration, "Type").orElse("").matches("CommaDelimitedList|List<.*>");
            values.put(name, list ? list(text) : Json.of(text));
        });
        return values;
    }

    private static Json list(String text) {
        return text.isEmpty()
                ? Json.strings(java.util.List.of())
                : Json.strings(
                        Arrays.stream(text.split(",", -1)).map(String::strip).toList());
    }
}

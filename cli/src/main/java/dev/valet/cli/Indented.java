package dev.valet.cli;

import dev.valet.Json;

/** JSON for people: one member a line. */
final class Indented {
    private Indented() {}

    static String of(Json json) {
        var out = new StringBuilder();
        write(json, "", out);
        return out.toString();
    }

    private static void write(Json json, String indent, StringBuilder out) {
        switch (json) {
            case Json.Obj(var members)
            when !members.isEmpty() -> {
                var before = "{\n";
                for (var member : members.entrySet()) {
                    out.append(before).append(indent).append("  ");
                    out.append(Printable.of(Json.of(member.getKey()).canonical()))
                            .append(": ");
                    write(member.getValue(), indent + "  ", out);
                    before = ",\n";
                }
                out.append('\n').append(indent).append('}');
            }
            case Json.Arr(var items)
            when !items.isEmpty() -> {
                var before = "[\n";
                for (var item : items) {
                    out.append(before).append(indent).append("  ");
                    write(item, indent + "  ", out);
                    before = ",\n";
                }
                out.append('\n').append(indent).append(']');
            }
            case Json.Obj _, Json.Arr _, Json.Str _, Json.Int _, Json.Fraction _, Json.Bool _, Json.Null _ ->
                out.append(Printable.of(json.canonical()));
        }
    }
}

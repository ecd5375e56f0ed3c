package dev.valet;

/** Writes JSON text: the only place where Valet turns a value into JSON that is hashed, signed or given to IAM (S-3). */
final class CanonicalJson {
    private CanonicalJson() {}

    static void write(Json json, StringBuilder out) {
        switch (json) {
            case Json.Obj(var members) -> {
                char before = '{';
                for (var member : members.entrySet()) {
                    out.append(before);
                    quote(member.getKey(), out);
                    out.append(':');
                    write(member.getValue(), out);
                    before = ',';
                }
                out.append(before == '{' ? "{}" : "}");
            }
            case Json.Arr(var items) -> {
                char before = '[';
                for (var item : items) {
                    out.append(before);
                    write(item, out);
                    before = ',';
                }
                out.append(before == '[' ? "[]" : "]");
            }
            case Json.Str(String text) -> quote(text, out);
            case Json.Int(long value) -> out.append(value);
            case Json.Fraction(var value) -> out.append(value);
            case Json.Bool(boolean value) -> out.append(value);
            case Json.Null _ -> out.append("null");
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            escape(text.charAt(i), out);
        }
        out.append('"');
    }

    private static void escape(char c, StringBuilder out) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c < 0x20) {
                    out.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
                } else {
                    out.append(c);
                }
            }
        }
    }
}

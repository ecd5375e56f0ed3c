package dev.valet.action;

import dev.valet.Malformed;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The path of a request, {@code /v1/customers/${/customer}}: its shape is the operator's, whatever is filled in (B-2). */
public record HttpPath(HttpText text) {
    static final String FORM =
            "is /segments of A-Z a-z 0-9 . _ ~ - ! ' ( ) * , ; = : @ + & and places, none of them empty, . or ..";

    private static final Pattern LITERAL = Pattern.compile("[A-Za-z0-9._~!'()*,;=:@+&/-]*");

    public HttpPath {
        Malformed.unless(text.text().startsWith("/") && text.text().length() <= 1_000 && text.literals(LITERAL), FORM);
        if (!text.text().equals("/")) {
            Malformed.unless(segments(text).stream().noneMatch(HttpPath::climbs), FORM);
        }
    }

    /** @throws Malformed naming the broken rule */
    public static HttpPath parse(String text) {
        return new HttpPath(HttpText.parse(text));
    }

    private static boolean climbs(List<HttpText.Part> segment) {
        return segment.isEmpty()
                || segment.equals(List.of(new HttpText.Part.Literal(".")))
                || segment.equals(List.of(new HttpText.Part.Literal("..")));
    }

    /** @throws Malformed for a value that is no single, plain segment, or is missing */
    String fill(HttpInput values) {
        if (text.text().equals("/")) {
            return "/";
        }
        var filled = new StringBuilder();
        segments(text).forEach(segment -> filled.append('/').append(fill(segment, values)));
        return filled.toString();
    }

    private static String fill(List<HttpText.Part> segment, HttpInput values) {
        var alphabet = segment.size() == 1 ? HttpAlphabet.SEGMENT : HttpAlphabet.UNRESERVED;
        var filled = new StringBuilder();
        for (var part : segment) {
            if (part instanceof HttpText.Part.Literal(String literal)) {
                filled.append(literal);
            } else {
                var value =
                        values.text(part).orElseThrow(() -> new Malformed("has every member that the path is made of"));
                filled.append(PercentEncoding.encode(alphabet.check(value)));
            }
        }
        var whole = filled.toString();
        Malformed.unless(!whole.isEmpty() && !whole.equals(".") && !whole.equals(".."), HttpAlphabet.SEGMENT.rule());
        return whole;
    }

    /** Of a path that starts with a slash: what stands between the slashes that are the operator's own. */
    private static List<List<HttpText.Part>> segments(HttpText text) {
        var segments = new ArrayList<List<HttpText.Part>>();
        for (var part : text.parts()) {
            if (part instanceof HttpText.Part.Literal(String literal)) {
                var pieces = literal.split("/", -1);
                add(pieces[0], segments);
                for (int i = 1; i < pieces.length; i++) {
                    segments.add(new ArrayList<>());
                    add(pieces[i], segments);
                }
            } else {
                segments.getLast().add(part);
            }
        }
        return segments;
    }

    private static void add(String piece, List<List<HttpText.Part>> segments) {
        if (!piece.isEmpty()) {
            segments.getLast().add(new HttpText.Part.Literal(piece));
        }
    }
}

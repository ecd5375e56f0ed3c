package dev.valet.action;

import dev.valet.Malformed;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Text of an operator's with places to fill in: {@code ${/customer/id}} from the input, {@code ${key}} for Valet's own
 * idempotency key. Conversions are these and no others: {@code ${/amount|minor:/currency}}, {@code ${/currency|lower}}.
 */
public record HttpText(String text) {
    static final String FORM =
            "writes a place as ${/pointer}, ${/pointer|minor:/currency}, ${/pointer|lower} or ${key}";
    static final int LONGEST = 16_000;

    private static final Pattern PLACE = Pattern.compile("\\$\\{([^{}]*)}");

    /** What a text is made of. */
    sealed interface Part {
        record Literal(String text) implements Part {}

        /** A value of the input, as it came. */
        record Input(MemberPath at) implements Part {}

        /** A decimal amount of the input in smallest units of the currency that the input names. */
        record Minor(MemberPath at, MemberPath currency) implements Part {}

        /** Text of the input in lower case. */
        record Lower(MemberPath at) implements Part {}

        /** The provider's idempotency key of this performance. */
        record Key() implements Part {}
    }

    public HttpText {
        Malformed.unless(text.length() <= LONGEST, "has " + LONGEST + " characters at most");
        Malformed.unless(!PLACE.matcher(text).replaceAll("").contains("${"), FORM);
        read(text);
    }

    /** @throws Malformed naming the broken rule */
    public static HttpText parse(String text) {
        return new HttpText(text);
    }

    List<Part> parts() {
        return read(text);
    }

    private static List<Part> read(String text) {
        var parts = new ArrayList<Part>();
        var places = PLACE.matcher(text);
        int from = 0;
        while (places.find()) {
            literal(text.substring(from, places.start()), parts);
            parts.add(place(places.group(1)));
            from = places.end();
        }
        literal(text.substring(from), parts);
        return List.copyOf(parts);
    }

    private static void literal(String text, List<Part> parts) {
        if (!text.isEmpty()) {
            parts.add(new Part.Literal(text));
        }
    }

    private static Part place(String inside) {
        if (inside.equals("key")) {
            return new Part.Key();
        }
        int bar = inside.indexOf('|');
        var at = MemberPath.parse(bar < 0 ? inside : inside.substring(0, bar));
        var conversion = bar < 0 ? "" : inside.substring(bar);
        if (conversion.startsWith("|minor:")) {
            return new Part.Minor(at, MemberPath.parse(conversion.substring("|minor:".length())));
        }
        Malformed.unless(conversion.isEmpty() || conversion.equals("|lower"), FORM);
        return conversion.isEmpty() ? new Part.Input(at) : new Part.Lower(at);
    }

    /** Whether it is one place and nothing around it: then a value keeps its type. */
    boolean isOnePlace() {
        var parts = parts();
        return parts.size() == 1 && !(parts.getFirst() instanceof Part.Literal);
    }

    /** Whether it has Valet's own key in it. */
    boolean takesKey() {
        return parts().stream().anyMatch(HttpText.Part.Key.class::isInstance);
    }

    /** Whether every character is the operator's or Valet's own, and none the agent's. */
    boolean takesNoInput() {
        return inputs().isEmpty();
    }

    /** Where in the input its values come from. */
    public Set<MemberPath> inputs() {
        var paths = new TreeSet<MemberPath>();
        for (var part : parts()) {
            switch (part) {
                case Part.Input(var at) -> paths.add(at);
                case Part.Lower(var at) -> paths.add(at);
                case Part.Minor(var at, var currency) -> {
                    paths.add(at);
                    paths.add(currency);
                }
                case Part.Literal _, Part.Key _ -> {}
            }
        }
        return paths;
    }

    boolean literals(Pattern allowed) {
        return parts().stream()
                .allMatch(part -> !(part instanceof Part.Literal(String literal))
                        || allowed.matcher(literal).matches());
    }
}

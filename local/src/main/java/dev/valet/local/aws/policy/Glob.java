package dev.valet.local.aws.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A value of a policy: literal text, policy variables, and (where the place allows them) the wildcards {@code *} and
 * {@code ?}. What a variable stands for is always literal, so a tag value of {@code *} opens nothing.
 */
record Glob(List<Piece> pieces) {
    sealed interface Piece {
        record Text(String text) implements Piece {}

        record Variable(String key) implements Piece {}

        record Star() implements Piece {}

        record Any() implements Piece {}
    }

    private static final int STAR = -1;
    private static final int ANY = -2;

    static Glob literal(String text) {
        return parse(text, false);
    }

    static Glob wild(String text) {
        return parse(text, true);
    }

    private static Glob parse(String text, boolean wild) {
        var pieces = new ArrayList<Piece>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (text.startsWith("${", at)) {
                int end = text.indexOf('}', at);
                MalformedPolicy.unless(end > 0, "a policy variable is not closed: " + text);
                pieces.add(variable(text.substring(at + 2, end)));
                at = end + 1;
            } else if (wild && (c == '*' || c == '?')) {
                pieces.add(c == '*' ? new Piece.Star() : new Piece.Any());
                at++;
            } else {
                int end = endOfText(text, at, wild);
                pieces.add(new Piece.Text(text.substring(at, end)));
                at = end;
            }
        }
        return new Glob(List.copyOf(pieces));
    }

    /** As long a run as there is: every call that is decided expands every pattern. */
    private static int endOfText(String text, int from, boolean wild) {
        int at = from + 1;
        while (at < text.length()
                && !text.startsWith("${", at)
                && !(wild && (text.charAt(at) == '*' || text.charAt(at) == '?'))) {
            at++;
        }
        return at;
    }

    private static Piece variable(String name) {
        if (name.equals("*") || name.equals("?") || name.equals("$")) {
            return new Piece.Text(name);
        }
        MalformedPolicy.unless(
                ConditionKeys.known(name) && !ConditionKeys.hasManyValues(name),
                "the local endpoint does not evaluate the policy variable ${" + name + "}");
        return new Piece.Variable(name);
    }

    boolean hasVariable() {
        return pieces.stream().anyMatch(Piece.Variable.class::isInstance);
    }

    /** False too when a variable has no value in this request: an unresolved pattern matches nothing. */
    boolean matches(String value, Context context) {
        return expand(context).filter(pattern -> matches(pattern, value)).isPresent();
    }

    /** Ignores case on both sides; for {@code StringEqualsIgnoreCase}. */
    boolean matchesAnyCase(String value, Context context) {
        return expand(context)
                .map(pattern -> IntStream.of(pattern).map(Glob::lower).toArray())
                .filter(pattern -> matches(pattern, value.toLowerCase(Locale.ROOT)))
                .isPresent();
    }

    private static int lower(int code) {
        return code < 0 ? code : Character.toLowerCase(code);
    }

    private Optional<int[]> expand(Context context) {
        var codes = IntStream.builder();
        for (Piece piece : pieces) {
            switch (piece) {
                case Piece.Text(String text) -> add(text, codes);
                case Piece.Star _ -> codes.add(STAR);
                case Piece.Any _ -> codes.add(ANY);
                case Piece.Variable(String key) -> {
                    List<String> found = context.values(key);
                    if (found.size() != 1) {
                        return Optional.empty();
                    }
                    add(found.getFirst(), codes);
                }
            }
        }
        return Optional.of(codes.build().toArray());
    }

    private static void add(String text, IntStream.Builder codes) {
        for (int at = 0; at < text.length(); at++) {
            codes.add(text.charAt(at));
        }
    }

    /** Only the last star is ever retried: at worst pattern times value, so no policy can stall the endpoint. */
    private static boolean matches(int[] pattern, String value) {
        int p = 0;
        int v = 0;
        int star = -1;
        int retry = 0;
        while (v < value.length()) {
            int code = p < pattern.length ? pattern[p] : Integer.MIN_VALUE;
            if (code == STAR) {
                star = p++;
                retry = v;
            } else if (code == ANY || code == value.charAt(v)) {
                p++;
                v++;
            } else if (star >= 0) {
                p = star + 1;
                v = ++retry;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == STAR) {
            p++;
        }
        return p == pattern.length;
    }
}

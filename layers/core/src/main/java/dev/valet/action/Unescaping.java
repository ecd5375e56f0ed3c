package dev.valet.action;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Ways to read what a text may have been written as. What none of them changes comes back as it was. */
enum Unescaping {
    PERCENT(Patterns.PERCENT, found -> character(found.group(1), 16)),
    /** JSON's and JavaScript's. */
    BACKSLASH(
            Patterns.BACKSLASH,
            found -> found.group(4) == null ? character(firstOf(found), 16) : meant(found.group(4))),
    /** HTML's and XML's: by number, or by the name of an ASCII character. */
    ENTITY(
            Patterns.ENTITY,
            found -> found.group(1) != null
                    ? character(found.group(1), 10)
                    : found.group(2) != null
                            ? character(found.group(2), 16)
                            : Patterns.NAMES.getOrDefault(found.group(3), found.group())),
    /** ASCII in UTF-16 or UTF-32, in either order: what is left without the zeros. */
    WIDE(text -> text.replace("\0", "")),
    /** Base64 in lines, or in columns. */
    SPACED(text -> text.chars()
            .filter(c -> c > ' ')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()),
    REVERSED(text -> new StringBuilder(text).reverse().toString());

    @SuppressWarnings("ImmutableEnumChecker") // functions of their argument alone
    private final UnaryOperator<String> reading;

    Unescaping(Pattern pattern, Function<MatchResult, String> meaning) {
        this(text -> pattern.matcher(text).replaceAll(found -> Matcher.quoteReplacement(meaning.apply(found))));
    }

    Unescaping(UnaryOperator<String> reading) {
        this.reading = reading;
    }

    String apply(String text) {
        return reading.apply(text);
    }

    static Stream<String> all(String text) {
        return Arrays.stream(values()).map(unescaping -> unescaping.apply(text));
    }

    private static String firstOf(MatchResult found) {
        return found.group(1) != null ? found.group(1) : found.group(2) != null ? found.group(2) : found.group(3);
    }

    /** {@code \n} and its like end lines, in base64 too. */
    private static String meant(String escaped) {
        return "nrtbf".contains(escaped) ? " " : escaped;
    }

    /** Characters beyond Latin-1 are of no interest: the secrets that are looked for are ASCII. */
    private static String character(String digits, int radix) {
        int code = radix == 16 ? HexFormat.fromHexDigits(digits) : Integer.parseInt(digits);
        return code < 0x100 ? String.valueOf((char) code) : "?";
    }

    /** Of an own class, because the constants above are made first. */
    private static final class Patterns {
        static final Pattern PERCENT = Pattern.compile("%([0-9A-Fa-f]{2})");
        static final Pattern BACKSLASH =
                Pattern.compile("\\\\(?:u([0-9A-Fa-f]{4})|u\\{([0-9A-Fa-f]{1,6})}|x([0-9A-Fa-f]{2})|([^ux]))");
        static final Pattern ENTITY =
                Pattern.compile("&(?:#0*([0-9]{1,7});?|#[xX]0*([0-9A-Fa-f]{1,6});?|([A-Za-z]{2,8});)");

        /** HTML's names of ASCII characters that a secret may have. */
        static final Map<String, String> NAMES = Map.ofEntries(
                Map.entry("excl", "!"),
                Map.entry("quot", "\""),
                Map.entry("QUOT", "\""),
                Map.entry("num", "#"),
                Map.entry("dollar", "$"),
                Map.entry("percnt", "%"),
                Map.entry("amp", "&"),
                Map.entry("AMP", "&"),
                Map.entry("apos", "'"),
                Map.entry("lpar", "("),
                Map.entry("rpar", ")"),
                Map.entry("ast", "*"),
                Map.entry("midast", "*"),
                Map.entry("plus", "+"),
                Map.entry("comma", ","),
                Map.entry("period", "."),
                Map.entry("sol", "/"),
                Map.entry("colon", ":"),
                Map.entry("semi", ";"),
                Map.entry("lt", "<"),
                Map.entry("LT", "<"),
                Map.entry("equals", "="),
                Map.entry("gt", ">"),
                Map.entry("GT", ">"),
                Map.entry("quest", "?"),
                Map.entry("commat", "@"),
                Map.entry("lsqb", "["),
                Map.entry("lbrack", "["),
                Map.entry("bsol", "\\"),
                Map.entry("rsqb", "]"),
                Map.entry("rbrack", "]"),
                Map.entry("Hat", "^"),
                Map.entry("lowbar", "_"),
                Map.entry("UnderBar", "_"),
                Map.entry("grave", "`"),
                Map.entry("lcub", "{"),
                Map.entry("lbrace", "{"),
                Map.entry("verbar", "|"),
                Map.entry("vert", "|"),
                Map.entry("rcub", "}"),
                Map.entry("rbrace", "}"),
                Map.entry("hyphen", "-"),
                Map.entry("dash", "-"));
    }
}

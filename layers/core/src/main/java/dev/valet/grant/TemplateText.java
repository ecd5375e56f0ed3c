package dev.valet.grant;

import dev.valet.Malformed;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Text with {@code ${parameter}} in it. IAM's own variables, such as {@code ${aws:PrincipalTag/valet:lease}}, have a colon
 * and stay as they are.
 */
public record TemplateText(String text) {
    static final String WHOLE_SEGMENT =
            "a parameter is followed by / or by the end, so that team-a cannot match team-ab";

    private static final Pattern PLACE = Pattern.compile("\\$\\{([a-z][A-Za-z0-9]{0,31})}");
    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\{(aws|s3|sts|saml|secretsmanager|dynamodb):[A-Za-z0-9:/._-]+}|\\$\\{[*?$]}");

    public TemplateText {
        Malformed.unless(text.length() <= 1024, "has 1024 characters at most");
        Malformed.unless(text.chars().allMatch(c -> c >= 0x20 && c < 0x7f), "is printable ASCII");
        var rest = VARIABLE.matcher(PLACE.matcher(text).replaceAll("")).replaceAll("");
        Malformed.unless(!rest.contains("${"), "writes a parameter as ${name}");
        boolean whole = PLACE.matcher(text).results().allMatch(found -> isAtEndOfSegment(text, found));
        Malformed.unless(whole, WHOLE_SEGMENT);
    }

    private static boolean isAtEndOfSegment(String text, MatchResult found) {
        return found.end() == text.length() || text.charAt(found.end()) == '/';
    }

    /** The parameters this text asks for. */
    public Set<String> parameters() {
        var names = new TreeSet<String>();
        PLACE.matcher(text).results().forEach(found -> names.add(found.group(1)));
        return names;
    }

    /** @param values one for every parameter asked for */
    String fill(Map<String, String> values) {
        return PLACE.matcher(text).replaceAll(found -> quote(values, found.group(1)));
    }

    private static String quote(Map<String, String> values, String name) {
        var value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("no value for parameter " + name);
        }
        return java.util.regex.Matcher.quoteReplacement(value);
    }

    static List<TemplateText> all(List<String> texts) {
        return texts.stream().map(TemplateText::new).toList();
    }
}

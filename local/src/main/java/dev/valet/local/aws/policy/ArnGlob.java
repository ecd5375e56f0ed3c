package dev.valet.local.aws.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * An ARN pattern. A wildcard stays within its part: {@code arn:aws:s3:*} is not six parts and is refused, and a star
 * in the account part cannot run on into the resource. Only the sixth part may hold colons.
 */
record ArnGlob(List<Glob> parts) {
    private static final int PARTS = 6;

    /** @throws MalformedPolicy when the text is neither {@code *} nor an ARN of six parts */
    static ArnGlob parse(String text) {
        if (text.equals("*")) {
            return new ArnGlob(List.of());
        }
        List<String> split = split(text, true);
        MalformedPolicy.unless(
                split.size() == PARTS && split.getFirst().equals("arn"),
                "Resource " + text + " must be in ARN format or \"*\".");
        return new ArnGlob(split.stream().map(Glob::wild).toList());
    }

    boolean matches(String value, Context context) {
        if (parts.isEmpty()) {
            return true;
        }
        List<String> split = split(value, false);
        if (split.size() != PARTS) {
            return false;
        }
        for (int i = 0; i < PARTS; i++) {
            if (!parts.get(i).matches(split.get(i), context)) {
                return false;
            }
        }
        return true;
    }

    private static List<String> split(String text, boolean variables) {
        var parts = new ArrayList<String>();
        int start = 0;
        boolean inVariable = false;
        for (int at = 0; at < text.length() && parts.size() < PARTS - 1; at++) {
            char c = text.charAt(at);
            // The colon of ${aws:PrincipalTag/team} separates nothing.
            inVariable = variables && (inVariable ? c != '}' : text.startsWith("${", at));
            if (c == ':' && !inVariable) {
                parts.add(text.substring(start, at));
                start = at + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}

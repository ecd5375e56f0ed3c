package dev.valet.grant;

import dev.valet.Malformed;
import java.util.Locale;
import java.util.regex.Pattern;

/** An IAM action or a glob over actions of one service: {@code s3:GetObject}, {@code s3:Get*}. */
public record ActionPattern(String text) {
    static final String FORM = "is <service>:<action>, for example s3:GetObject or s3:Get*";

    private static final Pattern ACTION = Pattern.compile("[a-z0-9-]{1,40}:[A-Za-z0-9*?]{1,100}");

    public ActionPattern {
        Malformed.unless(ACTION.matcher(text).matches(), FORM);
    }

    public boolean hasWildcard() {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    /** Whether some action matches both; IAM compares actions without regard to case. */
    public boolean meets(String other) {
        return overlap(text.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT));
    }

    /** Two globs have a common match: walked as a table, so the cost is the product of the lengths and no more. */
    private static boolean overlap(String a, String b) {
        var met = new boolean[a.length() + 1][b.length() + 1];
        for (int i = a.length(); i >= 0; i--) {
            for (int j = b.length(); j >= 0; j--) {
                met[i][j] = meet(a, b, i, j, met);
            }
        }
        return met[0][0];
    }

    private static boolean meet(String a, String b, int i, int j, boolean[][] met) {
        boolean endA = i == a.length();
        boolean endB = j == b.length();
        if (endA && endB) {
            return true;
        }
        if (!endA && a.charAt(i) == '*') {
            return met[i + 1][j] || !endB && met[i][j + 1];
        }
        if (!endB && b.charAt(j) == '*') {
            return met[i][j + 1] || !endA && met[i + 1][j];
        }
        if (endA || endB) {
            return false;
        }
        boolean same = a.charAt(i) == b.charAt(j) || a.charAt(i) == '?' || b.charAt(j) == '?';
        return same && met[i + 1][j + 1];
    }
}

package dev.valet.action;

import dev.valet.Malformed;

/** Which characters a value may have, by where in a URL it is filled in. Refused before anything is encoded (B-2). */
enum HttpAlphabet {
    /** A path segment of its own. */
    SEGMENT("fills in printable ASCII without % \\ and /, and neither nothing nor . nor ..") {
        @Override
        boolean allows(String value) {
            return VALUE.allows(value)
                    && !value.isEmpty()
                    && !value.contains("/")
                    && !value.equals(".")
                    && !value.equals("..");
        }
    },
    /** A query value of its own. */
    VALUE("fills in printable ASCII without % and \\") {
        @Override
        boolean allows(String value) {
            return value.chars().allMatch(c -> c >= 0x20 && c < 0x7f && c != '%' && c != '\\');
        }
    },
    /** Beside an operator's own characters, which it must not be able to end or to bend. */
    UNRESERVED("fills in A-Z a-z 0-9 . _ ~ - only, where it stands beside other text") {
        @Override
        boolean allows(String value) {
            return !value.isEmpty() && value.chars().allMatch(PercentEncoding::isUnreserved);
        }
    };

    private static final int LONGEST = 2_000;

    private final String rule;

    HttpAlphabet(String rule) {
        this.rule = rule;
    }

    abstract boolean allows(String value);

    String rule() {
        return rule;
    }

    /** @throws Malformed with the rule, and never with the value */
    String check(String value) {
        Malformed.unless(value.length() <= LONGEST && allows(value), rule);
        return value;
    }
}

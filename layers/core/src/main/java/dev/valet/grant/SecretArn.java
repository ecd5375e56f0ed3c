package dev.valet.grant;

import dev.valet.Malformed;
import java.util.regex.Pattern;

/** The full ARN of one secret of Secrets Manager, ending in the six characters that make it exact. */
public record SecretArn(String text, String region, String account) {
    static final String FORM =
            "is a secret's full ARN, arn:aws:secretsmanager:<region>:<account>:secret:<name>-<6 characters>";

    private static final Pattern ARN = Pattern.compile(
            "arn:aws:secretsmanager:([a-z]{2}(?:-[a-z]{2,12}){1,3}-[0-9]):([0-9]{12}):secret:[A-Za-z0-9/_+=.@-]{1,256}-[A-Za-z0-9]{6}");

    /** @throws Malformed unless the text is exactly such an ARN, without wildcards */
    public static SecretArn parse(String text) {
        var found = ARN.matcher(text);
        Malformed.unless(text.length() <= 400 && found.matches(), FORM);
        return new SecretArn(text, found.group(1), found.group(2));
    }

    @Override
    public String toString() {
        return text;
    }
}

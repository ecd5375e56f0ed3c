package dev.valet.identity;

import dev.valet.Malformed;
import java.util.regex.Pattern;

/**
 * The ARN of an IAM role, with its path: {@code arn:aws:iam::444455556666:role/valet/reports}.
 *
 * @param path {@code /} or {@code /…/}
 */
public record RoleArn(String partition, String account, String path, String name) {
    static final String FORM = "is the ARN of an IAM role, arn:aws:iam::<12 digits>:role/<path/><name>";

    // matches() and no anchors by hand: find() with ^…$ takes a trailing newline (T-02).
    private static final Pattern ROLE =
            Pattern.compile("arn:(aws):iam::([0-9]{12}):role((?:/[\\w+=,.@-]{1,128}){0,8}/)([\\w+=,.@-]{1,64})");
    private static final Pattern SESSION =
            Pattern.compile("arn:(aws):sts::([0-9]{12}):assumed-role/([\\w+=,.@-]{1,64})/([\\w+=,.@-]{2,64})");

    /** @throws Malformed unless the text is exactly a role's ARN */
    public static RoleArn parse(String text) {
        var found = ROLE.matcher(text);
        Malformed.unless(text.length() <= 640 && found.matches(), FORM);
        return new RoleArn(found.group(1), found.group(2), found.group(3), found.group(4));
    }

    /**
     * Reads API Gateway's {@code requestContext.identity.userArn}: the STS assumed-role ARN, which drops the role's path
     * and ends in a session name that the caller chose and Valet ignores.
     *
     * @throws Malformed for users, federated users, root, other partitions and everything else
     */
    public static RoleArn ofSession(String userArn) {
        var found = SESSION.matcher(userArn);
        Malformed.unless(found.matches(), "is the ARN of an assumed-role session");
        return new RoleArn(found.group(1), found.group(2), "/", found.group(3));
    }

    @Override
    public String toString() {
        return "arn:" + partition + ":iam::" + account + ":role" + path + name;
    }
}

package dev.valet.authorize;

import dev.valet.Malformed;
import dev.valet.edge.Settings;
import java.util.regex.Pattern;

/**
 * The method that is called, as API Gateway names it:
 * {@code arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/live/GET/oidc/v1/leases}.
 *
 * @param text goes into the policy as it came; without {@code *}, {@code ?} and {@code $} in it, it names this method alone
 */
record MethodArn(String text, String region, String account, String api, String stage, String verb, String path) {
    private static final Pattern FORM =
            Pattern.compile("arn:aws:execute-api:([a-z0-9-]{5,30}):([0-9]{12}):([A-Za-z0-9]{1,64})"
                    + "/([A-Za-z0-9_-]{1,128})/([A-Z]{3,7})/(oidc/v1/[A-Za-z0-9/_-]{1,512})");
    private static final Pattern CREDENTIALS_DOCUMENT = Pattern.compile("oidc/v1/credentials/[A-Za-z0-9_-]+");

    static MethodArn parse(String text) {
        var found = FORM.matcher(text);
        Malformed.unless(found.matches(), "is the ARN of a bearer route's method");
        return new MethodArn(
                text, found.group(1), found.group(2), found.group(3), found.group(4), found.group(5), found.group(6));
    }

    /** Finds wiring mistakes. It stops no forger, who can copy these values: permissions do (T-01). */
    boolean isOf(Settings settings) {
        return region.equals(settings.region())
                && account.equals(settings.account())
                && api.equals(settings.apiId())
                && stage.equals(settings.stage());
    }

    boolean isCredentialsDocument() {
        return verb.equals("GET") && CREDENTIALS_DOCUMENT.matcher(path).matches();
    }

    /** For the log: no part of it is a caller's. */
    String route() {
        var tree = path.substring("oidc/v1/".length());
        int end = tree.indexOf('/');
        return verb + " /oidc/v1/" + (end < 0 ? tree : tree.substring(0, end));
    }
}

package dev.valet.local.aws;

import dev.valet.local.aws.policy.MalformedPolicy;
import dev.valet.local.aws.policy.Policy;
import java.util.function.Function;

/** Policy text to policy, with the error that AWS gives for text it does not take. */
final class Policies {
    private Policies() {}

    static Policy identity(String text) {
        return read(text, Policy::identity);
    }

    static Policy trust(String text) {
        return read(text, Policy::trust);
    }

    private static Policy read(String text, Function<String, Policy> reader) {
        boolean printable = text.chars().allMatch(c -> c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xff));
        if (!printable) {
            throw AwsError.invalid(
                    "policy",
                    "Member must satisfy regular expression pattern: [\\u0009\\u000A\\u000D\\u0020-\\u00FF]+");
        }
        try {
            return reader.apply(text);
        } catch (MalformedPolicy e) {
            throw new AwsError(400, "MalformedPolicyDocument", String.valueOf(e.getMessage()));
        }
    }
}

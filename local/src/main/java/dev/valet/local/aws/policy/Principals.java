package dev.valet.local.aws.policy;

import java.util.List;

/**
 * Whom a statement of a trust policy speaks of.
 *
 * @param everyone {@code "*"} or {@code {"AWS":"*"}}
 * @param accounts account numbers, given bare or as {@code arn:aws:iam::…:root}
 * @param arns roles and users, each one exactly
 * @param runtimes services and federated providers; they never call over HTTP, a runtime session is made for them
 */
public record Principals(boolean everyone, List<String> accounts, List<String> arns, List<String> runtimes) {

    static boolean isAccount(String text) {
        return text.length() == 12 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}

package dev.valet.local.aws;

import dev.valet.local.aws.policy.Policy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One session of a role. What it may do is not in here: that is looked up in the role's policies at every call, so a
 * later deny ends it.
 *
 * @param roleId of the role that was assumed; a new role of the same name has another one
 * @param policies passed at the start, they narrow the role; empty together with {@code policyArns} for the full role
 * @param tags those of the session alone, inherited ones among them
 * @param transitiveKeys passed on to sessions that this one starts
 */
public record Session(
        String roleArn,
        String roleId,
        String name,
        Instant issued,
        Instant expires,
        List<Policy> policies,
        List<String> policyArns,
        Map<String, String> tags,
        Set<String> transitiveKeys,
        Optional<String> sourceIdentity) {

    String account() {
        return Arns.account(roleArn);
    }

    String userId() {
        return roleId + ":" + name;
    }

    /** The session's ARN leaves the role's path out. */
    String arn() {
        return "arn:aws:sts::" + account() + ":assumed-role/" + Arns.lastPart(roleArn) + "/" + name;
    }

    boolean isNarrowed() {
        return !policies.isEmpty() || !policyArns.isEmpty();
    }
}

package dev.valet.local.aws;

import dev.valet.local.aws.policy.Policy;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A role as it stands now.
 *
 * @param path begins and ends with a slash
 * @param inline policies by name
 * @param attached ARNs of managed policies
 * @param boundary ARN of the managed policy that bounds it
 */
record Role(
        String account,
        String path,
        String name,
        String id,
        Trust trust,
        Map<String, Policy> inline,
        Set<String> attached,
        Map<String, String> tags,
        Optional<String> boundary,
        int maxSessionSeconds,
        Instant created) {

    String arn() {
        return "arn:aws:iam::" + account + ":role" + path + name;
    }

    Role withTrust(Trust other) {
        return new Role(account, path, name, id, other, inline, attached, tags, boundary, maxSessionSeconds, created);
    }

    Role withInline(String policyName, Policy policy) {
        var all = new TreeMap<>(inline);
        all.put(policyName, policy);
        return with(all, attached, tags, boundary);
    }

    Role withoutInline(String policyName) {
        var all = new TreeMap<>(inline);
        all.remove(policyName);
        return with(all, attached, tags, boundary);
    }

    Role withAttached(String policyArn) {
        var all = new TreeSet<>(attached);
        all.add(policyArn);
        return with(inline, all, tags, boundary);
    }

    Role withoutAttached(String policyArn) {
        var all = new TreeSet<>(attached);
        all.remove(policyArn);
        return with(inline, all, tags, boundary);
    }

    Role withTags(Map<String, String> all) {
        return with(inline, attached, all, boundary);
    }

    Role withBoundary(String policyArn) {
        return with(inline, attached, tags, Optional.of(policyArn));
    }

    private Role with(
            Map<String, Policy> allInline,
            Set<String> allAttached,
            Map<String, String> allTags,
            Optional<String> otherBoundary) {
        return new Role(
                account,
                path,
                name,
                id,
                trust,
                Map.copyOf(allInline),
                Set.copyOf(allAttached),
                Map.copyOf(allTags),
                otherBoundary,
                maxSessionSeconds,
                created);
    }
}

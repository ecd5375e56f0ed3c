package dev.valet.local.aws;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A role to be set up without HTTP.
 *
 * @param id the unique id ({@code AROA…}); a fresh one when empty
 * @param trust JSON of the trust policy; whoever it names must exist already, as IAM demands
 * @param inline JSON of inline policies by name
 * @param boundary ARN of a managed policy of the same account
 */
public record RoleDraft(
        String path,
        String name,
        Optional<String> id,
        String trust,
        Map<String, String> inline,
        Map<String, String> tags,
        Optional<String> boundary,
        int maxSessionSeconds) {

    /** A role by its name, {@code valet-issue}, or by path and name, {@code /valet/orders-read}. */
    public static RoleDraft named(String pathAndName, String trust) {
        int slash = pathAndName.lastIndexOf('/') + 1;
        String path = slash == 0 ? "/" : pathAndName.substring(0, slash);
        return new RoleDraft(
                path,
                pathAndName.substring(slash),
                Optional.empty(),
                trust,
                Map.of(),
                Map.of(),
                Optional.empty(),
                3600);
    }

    public RoleDraft id(String uniqueId) {
        return new RoleDraft(path, name, Optional.of(uniqueId), trust, inline, tags, boundary, maxSessionSeconds);
    }

    public RoleDraft allowing(String policyName, String policy) {
        var all = new TreeMap<>(inline);
        all.put(policyName, policy);
        return new RoleDraft(path, name, id, trust, all, tags, boundary, maxSessionSeconds);
    }

    public RoleDraft tagged(String key, String value) {
        return new RoleDraft(
                path, name, id, trust, inline, Tags.override(tags, Map.of(key, value)), boundary, maxSessionSeconds);
    }

    public RoleDraft boundedBy(String policyArn) {
        return new RoleDraft(path, name, id, trust, inline, tags, Optional.of(policyArn), maxSessionSeconds);
    }

    public RoleDraft lastingUpTo(int seconds) {
        return new RoleDraft(path, name, id, trust, inline, tags, boundary, seconds);
    }
}

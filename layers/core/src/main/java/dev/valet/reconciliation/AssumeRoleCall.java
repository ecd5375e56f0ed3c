package dev.valet.reconciliation;

import dev.valet.Json;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One call of {@code sts:AssumeRole} as CloudTrail tells it. A call across accounts is told by both accounts' trails.
 *
 * @param id the same in both trails
 * @param callerId {@code AROA…:session}, in every trail
 * @param callerRole the ARN of the caller's role; empty in the trail of the account that was called into
 * @param tags by their keys
 * @param failed whether STS refused it, so that nothing was minted
 */
public record AssumeRoleCall(
        String id,
        String callerId,
        String callerRole,
        String role,
        String sessionName,
        String sourceIdentity,
        String externalId,
        long durationSeconds,
        String policy,
        SortedMap<String, String> tags,
        boolean hasTransitiveTags,
        boolean failed) {

    public AssumeRoleCall {
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    /** @return empty for every other event */
    public static Optional<AssumeRoleCall> read(Json event) {
        boolean assumes = event.textAt("eventSource").equals("sts.amazonaws.com")
                && event.textAt("eventName").equals("AssumeRole");
        return assumes ? Optional.of(of(event)) : Optional.empty();
    }

    private static AssumeRoleCall of(Json event) {
        var shared = event.textAt("sharedEventID");
        var asked = event.at("requestParameters");
        return new AssumeRoleCall(
                shared.isEmpty() ? event.textAt("eventID") : shared,
                event.textAt("userIdentity", "principalId"),
                event.textAt("userIdentity", "sessionContext", "sessionIssuer", "arn"),
                asked.textAt("roleArn"),
                asked.textAt("roleSessionName"),
                asked.textAt("sourceIdentity"),
                asked.textAt("externalId"),
                asked.at("durationSeconds") instanceof Json.Int(long seconds) ? seconds : 0,
                asked.textAt("policy"),
                tags(asked.at("tags")),
                !items(asked.at("transitiveTagKeys")).isEmpty(),
                !event.textAt("errorCode").isEmpty());
    }

    private static SortedMap<String, String> tags(Json tags) {
        var read = new TreeMap<String, String>();
        items(tags).forEach(tag -> read.put(tag.textAt("key"), tag.textAt("value")));
        return read;
    }

    private static List<Json> items(Json json) {
        return json instanceof Json.Arr(var items) ? items : List.of();
    }

    /** What S-1 asks of a call for this lease and this one lacks, in words of ours. */
    List<String> breaches(Leased lease) {
        var marks = Map.of(
                "valet:lease", lease.id(),
                "valet:agent", lease.agent(),
                "valet:grant", lease.grant(),
                "valet:env", lease.environment());
        return List.of(
                        new Rule("a session policy", !policy.isEmpty()),
                        new Rule("900 seconds", durationSeconds == 900),
                        new Rule("the lease as session name", sessionName.equals(lease.id())),
                        new Rule("an ExternalId", !externalId.isEmpty()),
                        new Rule("the lease's four tags and no other", tags.equals(marks)),
                        new Rule("no transitive tag", !hasTransitiveTags))
                .stream()
                .filter(rule -> !rule.holds())
                .map(Rule::wanted)
                .toList();
    }

    private record Rule(String wanted, boolean holds) {}
}

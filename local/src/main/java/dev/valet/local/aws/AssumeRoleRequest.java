package dev.valet.local.aws;

import dev.valet.local.aws.policy.Context;
import dev.valet.local.aws.policy.Policy;
import dev.valet.local.aws.wire.Parameters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The parameters of AssumeRole, each within its documented bounds. */
record AssumeRoleRequest(
        String roleArn,
        String sessionName,
        int seconds,
        Optional<String> externalId,
        Optional<String> sourceIdentity,
        Optional<String> policyText,
        List<Policy> policies,
        List<String> policyArns,
        Map<String, String> tags,
        Set<String> transitiveKeys) {
    private static final int POLICY_CHARACTERS = 2_048;
    private static final int MOST_ARNS = 10;
    private static final Pattern ROLE_ARN =
            Pattern.compile("arn:aws:iam::[0-9]{12}:role/([\\x21-\\x7e]{1,511}/)?[A-Za-z0-9_+=,.@-]{1,64}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_+=,.@-]{2,64}");
    private static final Pattern EXTERNAL_ID = Pattern.compile("[A-Za-z0-9_+=,.@:/-]{2,1224}");

    static AssumeRoleRequest read(QueryCall query) {
        query.only(
                "RoleArn",
                "RoleSessionName",
                "DurationSeconds",
                "ExternalId",
                "SourceIdentity",
                "Policy",
                "PolicyArns",
                "Tags",
                "TransitiveTagKeys");
        String roleArn = query.required("RoleArn");
        int seconds = query.number("DurationSeconds", 3600);
        Optional<String> sourceIdentity = query.get("SourceIdentity");
        Optional<String> policy = query.get("Policy");
        List<String> policyArns = query.parameters().members("PolicyArns").stream()
                .map(AssumeRoleRequest::policyArn)
                .toList();
        require(ROLE_ARN.matcher(roleArn).matches(), "roleArn", ROLE_ARN);
        require(NAME.matcher(query.required("RoleSessionName")).matches(), "roleSessionName", NAME);
        query.get("ExternalId").ifPresent(id -> require(EXTERNAL_ID.matcher(id).matches(), "externalId", EXTERNAL_ID));
        sourceIdentity.ifPresent(
                id -> require(NAME.matcher(id).matches() && !id.startsWith("aws:"), "sourceIdentity", NAME));
        require(seconds >= 900, "durationSeconds", "Member must have value greater than or equal to 900");
        require(seconds <= 43_200, "durationSeconds", "Member must have value less than or equal to 43200");
        int characters = policy.orElse("").length();
        require(
                characters <= POLICY_CHARACTERS,
                "policy",
                "Member must have length less than or equal to " + POLICY_CHARACTERS);
        require(
                policyArns.size() <= MOST_ARNS,
                "policyArns",
                "Member must have length less than or equal to " + MOST_ARNS);
        return new AssumeRoleRequest(
                roleArn,
                query.required("RoleSessionName"),
                seconds,
                query.get("ExternalId"),
                sourceIdentity,
                policy,
                policy.stream().map(Policies::identity).toList(),
                policyArns,
                Tags.read(query.parameters()),
                transitive(query));
    }

    private static Set<String> transitive(QueryCall query) {
        var keys = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        keys.addAll(query.parameters().memberTexts("TransitiveTagKeys"));
        var tags = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        tags.addAll(Tags.read(query.parameters()).keySet());
        if (!tags.containsAll(keys)) {
            throw new AwsError(
                    400,
                    "InvalidParameterValue",
                    "The specified transitive tag key must be included in the requested tags.");
        }
        return keys;
    }

    private static String policyArn(Parameters member) {
        return member.get("arn").orElseThrow(() -> AwsError.invalid("policyArns.arn", "Member must not be null"));
    }

    /** The keys that both the trust policy and the caller's own policies see. */
    Context context(String action) {
        var context = new Context()
                .putTags("aws:RequestTag", tags)
                .putAll("aws:TagKeys", tags.keySet())
                .putAll("sts:TransitiveTagKeys", transitiveKeys)
                .put("aws:ResourceAccount", Arns.account(roleArn));
        // Whether AWS fills these in for sts:TagSession is not documented: here they are not, the stricter reading.
        return switch (action) {
            case AssumeRole.ASSUME ->
                context.put("sts:RoleSessionName", sessionName)
                        .put("sts:ExternalId", externalId.orElse(null))
                        .put("sts:SourceIdentity", sourceIdentity.orElse(null));
            case AssumeRole.SET_SOURCE_IDENTITY -> context.put("sts:SourceIdentity", sourceIdentity.orElse(null));
            default -> context;
        };
    }

    private static void require(boolean holds, String parameter, Object constraint) {
        if (!holds) {
            throw AwsError.invalid(
                    parameter,
                    constraint instanceof Pattern pattern
                            ? "Member must satisfy regular expression pattern: " + pattern
                            : constraint.toString());
        }
    }
}

package dev.valet.local.aws.policy;

import java.util.List;
import java.util.Set;

/** The condition keys that the local endpoint fills in. A policy with another key is refused by name. */
final class ConditionKeys {
    private static final Set<String> SINGLE = Set.of(
            "aws:currenttime",
            "aws:epochtime",
            "aws:principalaccount",
            "aws:principalarn",
            "aws:principalorgid",
            "aws:principaltype",
            "aws:requestedregion",
            "aws:resourceaccount",
            "aws:securetransport",
            "aws:sourceidentity",
            "aws:sourceip",
            "aws:tokenissuetime",
            "aws:useragent",
            "aws:userid",
            "aws:username",
            "dynamodb:returnvalues",
            "events:detail-type",
            "events:source",
            "iam:permissionsboundary",
            "iam:policyarn",
            "kms:calleraccount",
            "kms:messagetype",
            "kms:signingalgorithm",
            "kms:viaservice",
            "s3:delimiter",
            "s3:max-keys",
            "s3:prefix",
            "secretsmanager:modifyrotationrules",
            "secretsmanager:name",
            "secretsmanager:rotationlambdaarn",
            "secretsmanager:secretid",
            "secretsmanager:versionid",
            "secretsmanager:versionstage",
            "sts:durationseconds",
            "sts:externalid",
            "sts:rolesessionname",
            "sts:signingalgorithm",
            "sts:sourceidentity");

    private static final Set<String> MANY = Set.of(
            "aws:tagkeys",
            "dynamodb:attributes",
            "dynamodb:leadingkeys",
            "sts:identitytokenaudience",
            "sts:transitivetagkeys");

    private static final List<String> TAGS = List.of("aws:principaltag/", "aws:requesttag/");

    private ConditionKeys() {}

    static boolean known(String key) {
        String lower = Context.lower(key);
        return SINGLE.contains(lower)
                || MANY.contains(lower)
                || TAGS.stream().anyMatch(tag -> lower.startsWith(tag) && lower.length() > tag.length());
    }

    static boolean hasManyValues(String key) {
        return MANY.contains(Context.lower(key));
    }
}

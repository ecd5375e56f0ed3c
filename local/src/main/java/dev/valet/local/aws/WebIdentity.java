package dev.valet.local.aws;

import dev.valet.local.aws.policy.Context;
import dev.valet.local.aws.wire.Answer;
import dev.valet.local.aws.wire.Xml;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** sts:GetWebIdentityToken: a JWT that says who the caller is, signed by the key of the caller's account. */
final class WebIdentity {
    private static final String ACTION = "sts:GetWebIdentityToken";

    private final Access access;
    private final TokenIssuers issuers;

    WebIdentity(Access access, TokenIssuers issuers) {
        this.access = access;
        this.issuers = issuers;
    }

    Answer answer(QueryCall query) {
        query.only("Audience", "SigningAlgorithm", "DurationSeconds", "Tags");
        Call call = query.call();
        Caller caller = call.caller();
        List<String> audience = query.parameters().memberTexts("Audience");
        int seconds = query.number("DurationSeconds", 300);
        String algorithm = query.required("SigningAlgorithm");
        Map<String, String> tags = Tags.read(query.parameters());
        require(!audience.isEmpty() && audience.size() <= 10, "audience", "Member must have 1 to 10 members");
        require(
                audience.stream().allMatch(each -> !each.isEmpty() && each.length() <= 1000),
                "audience",
                "Member must have 1 to 1000 characters");
        require(seconds >= 60 && seconds <= 3600, "durationSeconds", "Member must be between 60 and 3600");
        require(
                algorithm.equals("ES384") || algorithm.equals("RS256"),
                "signingAlgorithm",
                "Member must satisfy enum value set: [RS256, ES384]");

        var context = new Context()
                .putAll("sts:IdentityTokenAudience", audience)
                .put("sts:DurationSeconds", Integer.toString(seconds))
                .put("sts:SigningAlgorithm", algorithm)
                .putTags("aws:RequestTag", tags)
                .putAll("aws:TagKeys", tags.keySet());
        access.require(call, ACTION, "*", caller.account(), context);
        if (!tags.isEmpty()) {
            access.require(call, "sts:TagGetWebIdentityToken", "*", caller.account(), context);
        }
        Instant issued = call.now().truncatedTo(ChronoUnit.SECONDS);
        Instant expires = issued.plusSeconds(seconds);
        if (caller.session().map(session -> session.expires().isBefore(expires)).orElse(false)) {
            throw new AwsError(
                    403, "SessionDurationEscalationException", "The token would outlive the session that asks for it.");
        }
        String token = issuers.of(caller.account()).sign(algorithm, claims(call, audience, issued, expires, tags));
        return query.answer(Xml.leaf("WebIdentityToken", token), Xml.leaf("Expiration", expires.toString()));
    }

    private Map<String, Object> claims(
            Call call, List<String> audience, Instant issued, Instant expires, Map<String, String> tags) {
        Caller caller = call.caller();
        var about = new LinkedHashMap<String, Object>();
        about.put("aws_account", caller.account());
        about.put("source_region", call.region());
        about.put("principal_tags", access.principalTags(caller));
        caller.session().flatMap(Session::sourceIdentity).ifPresent(id -> about.put("source_identity", id));
        about.put("request_tags", tags);
        var claims = new LinkedHashMap<String, Object>();
        claims.put("aud", audience.size() == 1 ? audience.getFirst() : audience);
        claims.put("sub", caller.principalArn());
        claims.put("iat", issued.getEpochSecond());
        claims.put("exp", expires.getEpochSecond());
        claims.put("jti", Ids.uuid());
        claims.put("https://sts.amazonaws.com/", about);
        return claims;
    }

    private static void require(boolean holds, String parameter, String constraint) {
        if (!holds) {
            throw AwsError.invalid(parameter, constraint);
        }
    }
}

package dev.valet.identity;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The kinds of issuer whose tokens Valet knows how to read, each with its own pins and caps. */
public enum IssuerType {
    /** {@code sts:GetWebIdentityToken}: the subject is an IAM role ARN. Only claims that no caller chooses are read (T-06). */
    AWS(
            Duration.ofMinutes(10),
            List.of("sub", "aws_account"),
            List.of("org_id", "ou_path", "source_region", "lambda_source_function_arn", "ec2_source_instance_arn")),
    /** A projected service account token. The pod's uid is demanded but names an instance, not the subject. */
    KUBERNETES(Duration.ofHours(1), List.of("namespace", "serviceaccount", "serviceaccount_uid"), List.of()),
    /**
     * GitHub Actions. Numeric ids only: names are recycled and {@code sub} can be templated. What differs with each run is
     * nobody's identity.
     */
    GITHUB(
            Duration.ofMinutes(15),
            List.of("repository_id", "repository_owner_id", "job_workflow_ref", "event_name"),
            List.of(
                    "actor_id",
                    "enterprise_id",
                    "environment",
                    "ref",
                    "ref_protected",
                    "ref_type",
                    "repository_visibility",
                    "runner_environment",
                    "workflow_ref")),
    /** Any other issuer: the registration names the claims that make the subject. */
    OIDC(Duration.ofHours(1), List.of(), List.of());

    private final Duration longestLife;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> subjectClaims;

    @SuppressWarnings("ImmutableEnumChecker") // made by Stream.toList
    private final List<String> claims;

    IssuerType(Duration longestLife, List<String> subjectClaims, List<String> furtherClaims) {
        this.longestLife = longestLife;
        this.subjectClaims = subjectClaims;
        this.claims = Stream.concat(subjectClaims.stream(), furtherClaims.stream())
                .sorted()
                .toList();
    }

    /** The most that {@code exp - iat} may be. */
    public Duration longestLife() {
        return longestLife;
    }

    /** The claims every subject of this type is made of; an issuer's own {@code subjectClaims} come on top. */
    public List<String> subjectClaims() {
        return subjectClaims;
    }

    /** All claims that are read, sorted: a registration names no others. Of {@link #OIDC} none: there it decides itself. */
    public List<String> claims() {
        return claims;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

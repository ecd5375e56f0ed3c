package dev.valet.identity;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The kinds of issuer whose tokens Valet knows how to read, each with its own pins and caps. */
public enum IssuerType {
    /** {@code sts:GetWebIdentityToken}: the subject is an IAM role ARN. */
    AWS(Duration.ofMinutes(10), List.of("sub", "aws_account")),
    /** A projected service account token. The pod's uid is demanded but names an instance, not the subject. */
    KUBERNETES(Duration.ofHours(1), List.of("namespace", "serviceaccount", "serviceaccount_uid")),
    /** GitHub Actions. Numeric ids only: names are recycled and {@code sub} can be templated. */
    GITHUB(Duration.ofMinutes(15), List.of("repository_id", "repository_owner_id", "job_workflow_ref", "event_name")),
    /** Any other issuer: the registration names the claims that make the subject. */
    OIDC(Duration.ofHours(1), List.of());

    private final Duration longestLife;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> subjectClaims;

    IssuerType(Duration longestLife, List<String> subjectClaims) {
        this.longestLife = longestLife;
        this.subjectClaims = subjectClaims;
    }

    /** The most that {@code exp - iat} may be. */
    public Duration longestLife() {
        return longestLife;
    }

    /** The claims every subject of this type is made of; an issuer's own {@code subjectClaims} come on top. */
    public List<String> subjectClaims() {
        return subjectClaims;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

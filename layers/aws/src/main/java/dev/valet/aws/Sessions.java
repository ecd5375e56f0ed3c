package dev.valet.aws;

import dev.valet.Reason;
import dev.valet.SecretText;
import dev.valet.grant.Grant;
import dev.valet.identity.RoleArn;
import dev.valet.lease.Credential;
import dev.valet.lease.Lease;
import dev.valet.lease.Minting;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;
import software.amazon.awssdk.services.sts.model.Tag;

/**
 * The one place that calls AssumeRole, with the one closed set of parameters (S-1). A call that fails is a lease that is not
 * issued: never again with a smaller policy, fewer tags or another role (INV-10).
 */
final class Sessions {
    private final StsClient sts;
    private final PolicySizes sizes;

    Sessions(StsClient sts, PolicySizes sizes) {
        this.sts = sts;
        this.sizes = sizes;
    }

    /**
     * Whose session, and what it may do.
     *
     * @param policy the inline session policy: always there
     */
    record Scope(RoleArn role, String externalId, String policy, List<String> managedPolicies) {}

    /** Where the session is for, which the credential tells its holder. */
    record Target(Optional<String> region, Optional<String> secretArn) {
        static final Target ANYWHERE = new Target(Optional.empty(), Optional.empty());
    }

    Minting mint(Lease lease, Scope scope, Target target) {
        try {
            var answer = sts.assumeRole(request(lease, scope));
            reportSize(lease, answer);
            return minted(answer, target);
        } catch (SdkException failure) {
            return new Minting.Failed(Reason.UPSTREAM_BUSY, cause(failure));
        }
    }

    /** STS lives on for 900 seconds whatever a lease says, so a shorter one ends by a date in its policy. */
    static Optional<Instant> notAfter(Lease lease) {
        var life = Duration.between(lease.issuedAt(), lease.expiresAt());
        return life.toSeconds() < Grant.MOST_TTL
                ? Optional.of(lease.expiresAt().truncatedTo(ChronoUnit.SECONDS))
                : Optional.empty();
    }

    private static AssumeRoleRequest request(Lease lease, Scope scope) {
        return AssumeRoleRequest.builder()
                .roleArn(scope.role().toString())
                .externalId(scope.externalId())
                .durationSeconds(Grant.MOST_TTL)
                .sourceIdentity(lease.id().text())
                .roleSessionName(lease.id().text())
                .policy(scope.policy())
                .policyArns(scope.managedPolicies().stream()
                        .map(arn -> PolicyDescriptorType.builder().arn(arn).build())
                        .toList())
                .tags(
                        tag("valet:lease", lease.id().text()),
                        tag("valet:agent", lease.agent().text()),
                        tag("valet:grant", lease.grant().text()),
                        tag("valet:env", lease.environment().word()))
                .build();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private void reportSize(Lease lease, AssumeRoleResponse answer) {
        var percent = answer.packedPolicySize();
        if (percent != null && percent >= PolicySizes.NEARLY_FULL) {
            sizes.nearlyFull(lease.grant(), percent);
        }
    }

    private static Minting minted(AssumeRoleResponse answer, Target target) {
        var session = answer.credentials();
        if (session == null
                || session.accessKeyId() == null
                || session.secretAccessKey() == null
                || session.sessionToken() == null
                || session.expiration() == null) {
            return new Minting.Failed(Reason.UPSTREAM_BUSY, "sts-incomplete");
        }
        return new Minting.Minted(new Credential.AwsSession(
                session.accessKeyId(),
                new SecretText(session.secretAccessKey()),
                new SecretText(session.sessionToken()),
                session.expiration(),
                target.region(),
                target.secretArn()));
    }

    private static String cause(SdkException failure) {
        var code = AwsFailure.code("sts", failure);
        return code.equals("sts-packed-policy-too-large") ? "packed-policy-too-large" : code;
    }
}

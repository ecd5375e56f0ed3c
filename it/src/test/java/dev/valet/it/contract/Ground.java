package dev.valet.it.contract;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.Tag;

/** One bucket, two secrets and one leasable role on some backend, set up through plain SDK clients and removed again. */
final class Ground implements AutoCloseable {
    static final String EXTERNAL_ID = "vx-contract";

    private final Backend backend;
    private final String mark = UUID.randomUUID().toString().substring(0, 8);
    private final S3Client s3;
    private final IamClient iam;
    private final SecretsManagerClient secrets;
    final String account;
    final String bucket = "valet-contract-" + mark;
    final String role = "valet-contract-" + mark;
    final String secretArn;
    final String otherSecretArn;
    /** A canary: no other run has it. */
    final String secret = "canary-" + UUID.randomUUID();

    Ground(Backend backend) {
        this.backend = backend;
        s3 = client(S3Client.builder().forcePathStyle(true), backend.administrator());
        iam = client(IamClient.builder(), backend.administrator());
        secrets = client(SecretsManagerClient.builder(), backend.administrator());
        var administrator = whoami();
        account = administrator.account();
        s3.createBucket(create ->
                create.bucket(bucket).createBucketConfiguration(where -> where.locationConstraint(backend.region())));
        put("blue/1.txt", "blue one");
        put("red/1.txt", "red one");
        secretArn = secrets.createSecret(
                        create -> create.name("contract/" + mark + "/one").secretString(secret))
                .arn();
        otherSecretArn = secrets.createSecret(
                        create -> create.name("contract/" + mark + "/two").secretString("canary-" + UUID.randomUUID()))
                .arn();
        iam.createRole(
                create -> create.roleName(role).path("/valet/").assumeRolePolicyDocument(trust(administrator.arn())));
        iam.putRolePolicy(put -> put.roleName(role).policyName("ceiling").policyDocument(ceiling()));
    }

    private GetCallerIdentityResponse whoami() {
        try (var sts = sts(backend.administrator())) {
            return sts.getCallerIdentity();
        }
    }

    /** Names the one who leases, as target.yaml does, and the account, so that only a policy can end role chaining. */
    private String trust(String leasing) {
        return """
                {"Version":"2012-10-17","Statement":[
                 {"Effect":"Allow","Principal":{"AWS":["%1$s","arn:aws:iam::%3$s:root"]},"Action":"sts:AssumeRole",
                  "Condition":{"StringEquals":{"sts:ExternalId":"%2$s"},
                   "StringLike":{"sts:SourceIdentity":"vl-*","sts:RoleSessionName":"vl-*"}}},
                 {"Effect":"Allow","Principal":{"AWS":["%1$s","arn:aws:iam::%3$s:root"]},
                  "Action":["sts:TagSession","sts:SetSourceIdentity"],
                  "Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":
                   ["valet:lease","valet:agent","valet:grant","valet:env"]}}}]}""".formatted(leasing, EXTERNAL_ID, account);
    }

    private String ceiling() {
        return """
                {"Version":"2012-10-17","Statement":[
                 {"Effect":"Allow","Action":"s3:*","Resource":["arn:aws:s3:::%1$s","arn:aws:s3:::%1$s/*"]},
                 {"Effect":"Allow","Action":["sts:*","secretsmanager:*"],"Resource":"*"}]}""".formatted(bucket);
    }

    String roleArn() {
        return "arn:aws:iam::" + account + ":role/valet/" + role;
    }

    /** As Valet asks, word for word; a clause changes what it is about. */
    AssumeRoleRequest.Builder ask(String lease, String policy) {
        return AssumeRoleRequest.builder()
                .roleArn(roleArn())
                .roleSessionName(lease)
                .sourceIdentity(lease)
                .externalId(EXTERNAL_ID)
                .durationSeconds(900)
                .policy(policy)
                .tags(List.of(
                        Tag.builder().key("valet:lease").value(lease).build(),
                        Tag.builder().key("valet:grant").value("contract").build()));
    }

    String reads(String prefix) {
        return """
                {"Version":"2012-10-17","Statement":[
                 {"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::%s/%s/*"},
                 {"Effect":"Deny","Action":["iam:*","sts:*"],"Resource":"*"}]}""".formatted(bucket, prefix);
    }

    /** Everything until then, and nothing from then on. */
    String ends(Instant then) {
        return """
                {"Version":"2012-10-17","Statement":[
                 {"Effect":"Allow","Action":"*","Resource":"*"},
                 {"Effect":"Deny","Action":"*","Resource":"*",
                  "Condition":{"DateGreaterThanEquals":{"aws:CurrentTime":"%s"}}}]}""".formatted(then.truncatedTo(ChronoUnit.SECONDS));
    }

    /** A session, asked for until a role made a moment ago is known everywhere. */
    AwsCredentialsProvider lease(AssumeRoleRequest.Builder request) {
        try (var sts = sts(backend.administrator())) {
            var minted = settled(() -> sts.assumeRole(request.build())).credentials();
            return StaticCredentialsProvider.create(AwsSessionCredentials.create(
                    minted.accessKeyId(), minted.secretAccessKey(), minted.sessionToken()));
        }
    }

    void assume(AssumeRoleRequest.Builder request) {
        assume(backend.administrator(), request);
    }

    AssumeRoleResponse assume(AwsCredentialsProvider as, AssumeRoleRequest.Builder request) {
        try (var sts = sts(as)) {
            return sts.assumeRole(request.build());
        }
    }

    String read(AwsCredentialsProvider as, String key) {
        try (var client = client(S3Client.builder().forcePathStyle(true), as)) {
            return client.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asUtf8String();
        }
    }

    void write(AwsCredentialsProvider as, String key) {
        try (var client = client(S3Client.builder().forcePathStyle(true), as)) {
            client.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString("written"));
        }
    }

    String value(AwsCredentialsProvider as, String arn) {
        try (var client = client(SecretsManagerClient.builder(), as)) {
            return client.getSecretValue(get -> get.secretId(arn)).secretString();
        }
    }

    List<String> policies(AwsCredentialsProvider as) {
        try (var client = client(IamClient.builder(), as)) {
            return client.listRolePolicies(list -> list.roleName(role)).policyNames();
        }
    }

    StsClient sts(AwsCredentialsProvider as) {
        return client(StsClient.builder(), as);
    }

    AwsCredentialsProvider nobody() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIANOBODYNOBODY1234", "wrong"));
    }

    /** Denies what {@code condition} hits, from now on: as a revocation does. */
    void deny(String condition) {
        iam.putRolePolicy(
                put -> put.roleName(role).policyName("ValetRevocations").policyDocument("""
                {"Version":"2012-10-17","Statement":[
                 {"Effect":"Deny","Action":"*","Resource":"*","Condition":%s}]}""".formatted(condition)));
    }

    /** Tries again within the time that the backend's own changes may take; at once and once where that is nothing. */
    <T> T settled(java.util.function.Supplier<T> attempt) {
        var end = Instant.now().plus(backend.settling());
        while (true) {
            try {
                return attempt.get();
            } catch (AwsServiceException refused) {
                if (Instant.now().isAfter(end)) {
                    throw refused;
                }
                pause();
            }
        }
    }

    /** The attempt comes to be refused within that time. */
    void settledRefusal(Runnable attempt) {
        var end = Instant.now().plus(backend.settling());
        while (!Clause.isRefused(attempt)) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("still allowed after " + backend.settling());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(500));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private void put(String key, String text) {
        s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString(text));
    }

    private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(
            B builder, AwsCredentialsProvider as) {
        backend.endpoint().ifPresent(builder::endpointOverride);
        return builder.region(Region.of(backend.region()))
                .httpClientBuilder(Apache5HttpClient.builder())
                .credentialsProvider(as)
                .build();
    }

    @Override
    public void close() {
        for (var key : List.of("blue/1.txt", "red/1.txt")) {
            s3.deleteObject(delete -> delete.bucket(bucket).key(key));
        }
        s3.deleteBucket(delete -> delete.bucket(bucket));
        for (var arn : List.of(secretArn, otherSecretArn)) {
            secrets.deleteSecret(delete -> delete.secretId(arn).forceDeleteWithoutRecovery(true));
        }
        iam.listRolePolicies(list -> list.roleName(role))
                .policyNames()
                .forEach(name ->
                        iam.deleteRolePolicy(delete -> delete.roleName(role).policyName(name)));
        iam.deleteRole(delete -> delete.roleName(role));
        s3.close();
        iam.close();
        secrets.close();
    }
}

package dev.valet.local.aws;

import dev.valet.local.aws.wire.Blob;
import java.io.IOException;
import java.io.UncheckedIOException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Tag;

/** Valet's account, a target account with one leasable role, and real clients. */
final class World implements AutoCloseable {
    static final String VALET = "111122223333";
    static final String TARGET = "444455556666";
    static final String EXTERNAL_ID = "vx-7f3a91";

    final TurnableClock clock = new TurnableClock();
    final LocalAws aws;
    final String issuer;
    final String reader;

    World() {
        try {
            aws = LocalAws.start(LocalAws.Settings.inMemory(clock));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        issuer = aws.account(VALET)
                .put(RoleDraft.named("valet-issue", """
                        {"Version":"2012-10-17","Statement":{"Effect":"Allow",
                         "Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}""")
                        .id("AROAVALETISSUE0000001")
                        .allowing("assume", """
                        {"Version":"2012-10-17","Statement":{"Effect":"Allow",
                         "Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"],
                         "Resource":"arn:aws:iam::444455556666:role/valet/*"}}"""));
        reader = aws.account(TARGET)
                .put(RoleDraft.named("/valet/orders-read", TRUST)
                        .tagged("Team", "orders")
                        .allowing("read", """
                        {"Version":"2012-10-17","Statement":[
                         {"Effect":"Allow","Action":"s3:*","Resource":["arn:aws:s3:::orders","arn:aws:s3:::orders/*"]},
                         {"Effect":"Allow","Action":["sts:*","secretsmanager:*"],"Resource":"*"}]}"""));
        aws.object(TARGET, "orders", "eu/1.json", Blob.of("{\"order\":1}"));
        aws.object(TARGET, "orders", "us/2.json", Blob.of("{\"order\":2}"));
    }

    /** The trust policy that facts about STS ask of every target role. */
    static final String TRUST = """
            {"Version":"2012-10-17","Statement":[
             {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/valet-issue"},"Action":"sts:AssumeRole",
              "Condition":{"StringEquals":{"sts:ExternalId":"vx-7f3a91"},
               "StringLike":{"sts:SourceIdentity":"vl-*","sts:RoleSessionName":"vl-*"},
               "Null":{"aws:RequestTag/valet:lease":"false"}}},
             {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/valet-issue"},
              "Action":["sts:TagSession","sts:SetSourceIdentity"],
              "Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":["valet:lease","valet:agent","valet:grant"]}}}]}""";

    /** As Valet asks for a lease. */
    static AssumeRoleRequest.Builder ask(String lease, String sessionPolicy) {
        return AssumeRoleRequest.builder()
                .roleArn("arn:aws:iam::444455556666:role/valet/orders-read")
                .roleSessionName(lease)
                .sourceIdentity(lease)
                .externalId(EXTERNAL_ID)
                .durationSeconds(900)
                .policy(sessionPolicy)
                .tags(tag("valet:lease", lease), tag("valet:agent", "billing"));
    }

    static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    static final String EU_ONLY = """
            {"Version":"2012-10-17","Statement":[
             {"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::orders/eu/*"},
             {"Effect":"Deny","Action":"sts:*","Resource":"*"}]}""";

    static final String EVERYTHING = """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""";

    StsClient valet() {
        return client(StsClient.builder(), key(aws.sessionFor(issuer, "issue-1")));
    }

    AwsCredentials lease(String lease, String sessionPolicy) {
        try (StsClient sts = valet()) {
            var minted = sts.assumeRole(ask(lease, sessionPolicy).build()).credentials();
            return AwsSessionCredentials.create(minted.accessKeyId(), minted.secretAccessKey(), minted.sessionToken());
        }
    }

    S3Client s3(AwsCredentials credentials) {
        return client(S3Client.builder(), credentials);
    }

    StsClient sts(AwsCredentials credentials) {
        return client(StsClient.builder(), credentials);
    }

    AwsCredentials administrator(String account) {
        return key(aws.account(account).administrator());
    }

    <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(B builder, AwsCredentials credentials) {
        return builder.endpointOverride(aws.endpoint())
                .region(Region.EU_WEST_1)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
    }

    static AwsCredentials key(Credentials credentials) {
        return credentials
                .sessionToken()
                .<AwsCredentials>map(token ->
                        AwsSessionCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey(), token))
                .orElseGet(() -> AwsBasicCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey()));
    }

    @Override
    public void close() {
        aws.close();
    }
}

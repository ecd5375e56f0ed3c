package dev.valet.local;

import dev.valet.local.aws.Credentials;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sts.StsClient;

/** What an agent does with the session of a lease: the SDK's own clients, against the local AWS. */
final class LeasedCalls {
    private final URI endpoint;
    private final AwsCredentialsProvider credentials;

    LeasedCalls(URI endpoint, Credentials session) {
        this.endpoint = endpoint;
        this.credentials = StaticCredentialsProvider.create(AwsSessionCredentials.create(
                session.accessKeyId(),
                session.secretAccessKey(),
                session.sessionToken().orElseThrow()));
    }

    String read(String bucket, String key) {
        try (var s3 = at(S3Client.builder().httpClient(UrlConnectionHttpClient.create()))) {
            return s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asUtf8String();
        }
    }

    String write(String bucket, String key) {
        try (var s3 = at(S3Client.builder().httpClient(UrlConnectionHttpClient.create()))) {
            return s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString("changed"))
                    .eTag();
        }
    }

    String secret(String id) {
        try (var secrets = at(SecretsManagerClient.builder().httpClient(UrlConnectionHttpClient.create()))) {
            return secrets.getSecretValue(get -> get.secretId(id).versionStage("AWSCURRENT"))
                    .secretString();
        }
    }

    String assume(String role) {
        try (var sts = at(StsClient.builder().httpClient(UrlConnectionHttpClient.create()))) {
            return sts.assumeRole(assume -> assume.roleArn(role).roleSessionName("further"))
                    .assumedRoleUser()
                    .arn();
        }
    }

    private <B extends AwsClientBuilder<B, C>, C> C at(B builder) {
        return builder.endpointOverride(endpoint)
                .region(Region.of(Accounts.REGION))
                .credentialsProvider(credentials)
                .build();
    }
}

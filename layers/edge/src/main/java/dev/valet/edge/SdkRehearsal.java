package dev.valet.edge;

import dev.valet.audit.AuditEntry;
import dev.valet.audit.AuditRecord;
import dev.valet.audit.Phase;
import dev.valet.aws.DynamoAuditStore;
import dev.valet.aws.DynamoLeases;
import dev.valet.aws.DynamoRegistry;
import dev.valet.aws.StateTable;
import dev.valet.aws.StsMinter;
import dev.valet.config.CedarGuardrails;
import dev.valet.grant.Grant;
import dev.valet.grant.SessionPolicy;
import dev.valet.lease.Lease;
import dev.valet.limit.Limits;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Every adapter of an issue once, over an HTTP client that answers from memory: the SDK's marshalling, signing and parsing
 * are loaded and hot in the snapshot, and no connection was opened.
 */
final class SdkRehearsal {
    private static final StaticCredentialsProvider NOBODY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("rehearsal", "rehearsal"));
    private static final String ASSUMED = """
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
            <Credentials><AccessKeyId>rehearsal</AccessKeyId><SecretAccessKey>rehearsal</SecretAccessKey>
            <SessionToken>rehearsal</SessionToken><Expiration>1970-01-01T00:15:00Z</Expiration></Credentials>
            <PackedPolicySize>1</PackedPolicySize></AssumeRoleResult></AssumeRoleResponse>""";

    private final Region region;
    private final String account;

    SdkRehearsal(Settings settings) {
        this.region = Region.of(settings.region());
        this.account = settings.account();
    }

    void run(Lease lease, Grant grant, Clock clock) {
        try (var dynamo = DynamoDbClient.builder()
                        .region(region)
                        .credentialsProvider(NOBODY)
                        .httpClient(answering("{}"))
                        .build();
                var sts = StsClient.builder()
                        .region(region)
                        .credentialsProvider(NOBODY)
                        .httpClient(answering(ASSUMED))
                        .build()) {
            var table = new StateTable(dynamo, "rehearsal");
            var registry = new DynamoRegistry(table, CedarGuardrails::of, clock);
            registry.rules();
            registry.grant(grant.agent(), grant.id());
            var leases = new DynamoLeases(table);
            leases.open(lease, grant.limits(), Limits.NONE);
            leases.look(lease);
            new DynamoAuditStore(dynamo, "rehearsal")
                    .add(new AuditRecord("rehearsal", 0, "", AuditEntry.of(Phase.OPEN, clock.instant(), "rehearsal")));
            new StsMinter(sts, new SessionPolicy(account), (_, _) -> {}).mint(lease, grant);
        }
    }

    private static SdkHttpClient answering(String body) {
        return new SdkHttpClient() {
            @Override
            public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
                return new ExecutableHttpRequest() {
                    @Override
                    public HttpExecuteResponse call() {
                        return ok(body);
                    }

                    @Override
                    public void abort() {}
                };
            }

            @Override
            public void close() {}
        };
    }

    private static HttpExecuteResponse ok(String body) {
        return HttpExecuteResponse.builder()
                .response(SdkHttpResponse.builder().statusCode(200).build())
                .responseBody(
                        AbortableInputStream.create(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
                .build();
    }
}

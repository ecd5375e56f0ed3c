package dev.valet.aws;

import static software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType.S;

import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import com.amazonaws.services.dynamodbv2.local.shared.access.sqlite.SQLiteLibraryLoader;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;

/**
 * The two tables in DynamoDB Local, asked by the real client over HTTP on the loopback. One server for all tests of a run,
 * two tables for each test.
 */
final class LocalTables {
    /** Kept from collection: a logger that nobody holds forgets its level. */
    private static final Logger SQLITE = Logger.getLogger("com.almworks.sqlite4java");

    private static final int PORT = start();
    private static final SdkHttpClient HTTP = Apache5HttpClient.create();
    private static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));

    private final String state = "state-" + UUID.randomUUID();
    private final String audit = "audit-" + UUID.randomUUID();

    LocalTables() {
        var dynamo = client();
        dynamo.createTable(table -> table.tableName(state)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(strings("pk", "sk"))
                .keySchema(key("pk", "sk")));
        dynamo.createTable(table -> table.tableName(audit)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(strings("pk", "sk", "agentShard", "grantShard", "lease", "place"))
                .keySchema(key("pk", "sk"))
                .globalSecondaryIndexes(
                        index("byAgent", "agentShard"), index("byGrant", "grantShard"), index("byLease", "lease")));
    }

    /** The state table, through a client that every interceptor hears. */
    StateTable state(ExecutionInterceptor... interceptors) {
        return new StateTable(client(interceptors), state);
    }

    DynamoAuditStore audit(ExecutionInterceptor... interceptors) {
        return new DynamoAuditStore(client(interceptors), audit);
    }

    /** Over an HTTP client of one's own, with every further attempt at once. */
    StateTable state(SdkHttpClient line) {
        return new StateTable(client(line), state);
    }

    DynamoAuditStore audit(SdkHttpClient line) {
        return new DynamoAuditStore(client(line), audit);
    }

    /** What reaches the tables, for as long as this JVM lives. */
    static SdkHttpClient http() {
        return HTTP;
    }

    private static DynamoDbClient client(SdkHttpClient line) {
        return AwsClients.over(line, "eu-west-1", Optional.of(endpoint()), CREDENTIALS, Duration.ofSeconds(20))
                .dynamo();
    }

    private static URI endpoint() {
        return URI.create("http://127.0.0.1:" + PORT);
    }

    String auditTable() {
        return audit;
    }

    static DynamoDbClient client(ExecutionInterceptor... interceptors) {
        return new AwsClients(
                        "eu-west-1",
                        Optional.of(endpoint()),
                        CREDENTIALS,
                        Duration.ofSeconds(20),
                        List.of(interceptors))
                .dynamo();
    }

    private static List<AttributeDefinition> strings(String... names) {
        return Arrays.stream(names)
                .map(name -> AttributeDefinition.builder()
                        .attributeName(name)
                        .attributeType(S)
                        .build())
                .toList();
    }

    private static List<KeySchemaElement> key(String hash, String range) {
        return List.of(
                KeySchemaElement.builder()
                        .attributeName(hash)
                        .keyType(KeyType.HASH)
                        .build(),
                KeySchemaElement.builder()
                        .attributeName(range)
                        .keyType(KeyType.RANGE)
                        .build());
    }

    private static GlobalSecondaryIndex index(String name, String hash) {
        return GlobalSecondaryIndex.builder()
                .indexName(name)
                .keySchema(key(hash, "place"))
                .projection(projection -> projection.projectionType(ProjectionType.ALL))
                .build();
    }

    private static int start() {
        SQLITE.setLevel(Level.OFF);
        try {
            SQLiteLibraryLoader.initialize();
            var server = new Server();
            var connector = new ServerConnector(server);
            connector.setHost("127.0.0.1");
            server.addConnector(connector);
            var database = new LocalDynamoDBRequestHandler(0, true, null, true, false);
            server.setHandler(new LocalDynamoDBServerHandler(database, null));
            server.start();
            return connector.getLocalPort();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}

package dev.valet.local.store;

import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import com.amazonaws.services.dynamodbv2.local.shared.access.sqlite.SQLiteLibraryLoader;
import dev.valet.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.http.HttpTester;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;

/**
 * AWS's DynamoDB Local inside this JVM. Its own server would listen on every interface and verify no signature, so it gets
 * no port at all: requests reach it through memory, after {@link Tables} has asked who is calling.
 */
public final class DynamoDb implements AutoCloseable {
    /** Kept from collection: a logger that nobody holds forgets its level. */
    private static final Logger SQLITE = Logger.getLogger("com.almworks.sqlite4java");

    /** Its streams ask for a JAXB that no JDK has any more, and do without. */
    private static final Logger OLD_SDK = Logger.getLogger("com.amazonaws");

    private final LocalDynamoDBRequestHandler database;
    private final Server server;
    private final LocalConnector connector;

    private DynamoDb(Optional<Path> folder) throws Exception {
        SQLITE.setLevel(Level.OFF);
        OLD_SDK.setLevel(Level.SEVERE);
        SQLiteLibraryLoader.initialize();
        var place = folder.map(Path::toString).orElse(null);
        database = new LocalDynamoDBRequestHandler(0, folder.isEmpty(), place, true, false);
        server = new Server();
        connector = new LocalConnector(server);
        server.addConnector(connector);
        server.setHandler(new LocalDynamoDBServerHandler(database, null));
        server.start();
    }

    /** @param folder where the tables are kept; in memory when empty */
    public static DynamoDb open(Optional<Path> folder) throws IOException {
        if (folder.isPresent()) {
            Files.createDirectories(folder.get());
        }
        try {
            return new DynamoDb(folder);
        } catch (Exception failed) {
            throw new IOException("DynamoDB Local does not start", failed);
        }
    }

    /** @param body JSON as DynamoDB writes it */
    record Answer(int status, String contentType, String body) {}

    /**
     * One call, unverified: whoever calls has asked before.
     *
     * @param action such as {@code PutItem}
     */
    Answer call(String action, String json) {
        return send("DynamoDB_20120810." + action, json);
    }

    private Answer send(String target, String json) {
        var request = HttpTester.newRequest();
        request.setMethod("POST");
        request.setURI("/");
        request.setVersion("HTTP/1.1");
        request.put("Host", "dynamodb.local");
        request.put("Content-Type", "application/x-amz-json-1.0");
        request.put("X-Amz-Target", target);
        // DynamoDB Local wants the form of a signature and looks at nothing but the key and the region.
        request.put(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0");
        request.setContent(json.getBytes(StandardCharsets.UTF_8));
        try {
            ByteBuffer answer = connector.getResponse(request.generate(), 20, TimeUnit.SECONDS);
            var response = HttpTester.parseResponse(answer);
            var type = Optional.ofNullable(response.get("Content-Type")).orElse("application/x-amz-json-1.0");
            return new Answer(
                    response.getStatus(),
                    type,
                    Optional.ofNullable(response.getContent()).orElse("{}"));
        } catch (Exception failed) {
            throw new IllegalStateException("DynamoDB Local did not answer", failed);
        }
    }

    /** As {@link #call}, for our own set-up and reading: what is not a success is a bug. */
    public String ask(String action, Json request) {
        return succeeded(action, call(action, request.text()));
    }

    /** A call of DynamoDB Streams. */
    public String askStreams(String action, Json request) {
        return succeeded(action, send("DynamoDBStreams_20120810." + action, request.text()));
    }

    private static String succeeded(String action, Answer answer) {
        if (answer.status() != 200) {
            throw new IllegalStateException(action + ": " + answer.body());
        }
        return answer.body();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception failed) {
            throw new IllegalStateException("DynamoDB Local does not stop", failed);
        } finally {
            database.shutdown();
        }
    }
}

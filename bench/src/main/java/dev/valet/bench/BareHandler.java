package dev.valet.bench;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.valet.aws.AwsClients;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkClient;

/** What any function pays that uses these clients: it builds the very clients of the issue function, calls none, answers. */
public final class BareHandler implements RequestStreamHandler {
    private static final byte[] ANSWER = "{\"statusCode\":201}".getBytes(StandardCharsets.UTF_8);

    private final List<SdkClient> clients;

    public BareHandler() {
        var env = System.getenv();
        var aws = new AwsClients(
                env.getOrDefault("AWS_REGION", ""),
                Optional.ofNullable(env.get("AWS_ENDPOINT_URL")).map(URI::create),
                AwsClients.lambdaCredentials(env),
                Duration.ofSeconds(5));
        clients = List.of(aws.dynamo(), aws.sts(), aws.secretsManager());
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        in.readAllBytes();
        if (clients.isEmpty()) {
            throw new IllegalStateException("the clients must outlive the start");
        }
        out.write(ANSWER);
    }
}

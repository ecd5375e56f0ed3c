package dev.valet.local;

import dev.valet.local.aws.Credentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Calls Valet over HTTP as its callers do: signed by AWS's own signer, or with a token. */
final class SignedHttp {
    private static final Duration TIMEOUT = Duration.ofSeconds(35);
    private static final Set<String> SET_BY_CLIENT = Set.of("host", "content-length");

    private final HttpClient http = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final URI valet;

    SignedHttp(URI valet) {
        this.valet = valet;
    }

    /** What came back. */
    record Response(int status, String body) {}

    /** @param path with its query, encoded */
    Response signed(Credentials credentials, String method, String path, Optional<String> body) {
        return signed(credentials, method, path, body, Map.of());
    }

    Response signed(
            Credentials credentials, String method, String path, Optional<String> body, Map<String, String> headers) {
        var unsigned = SdkHttpRequest.builder()
                .uri(valet.resolve(path))
                .method(SdkHttpMethod.fromValue(method))
                .appendHeader("Content-Type", "application/json");
        headers.forEach(unsigned::putHeader);
        byte[] payload = body.orElse("").getBytes(StandardCharsets.UTF_8);
        var signed = AwsV4HttpSigner.create()
                .sign(request -> request.identity(identity(credentials))
                        .request(unsigned.build())
                        .payload(() -> new ByteArrayInputStream(payload))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, Accounts.REGION));
        var request = request(method, path, body);
        signed.request().forEachHeader((name, values) -> {
            if (!SET_BY_CLIENT.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> request.setHeader(name, value));
            }
        });
        return send(request.build());
    }

    /** As anybody asks, without saying who. */
    Response anonymous(String path) {
        return send(request("GET", path, Optional.empty()).build());
    }

    Response bearer(String token, String method, String path, Optional<String> body) {
        return bearer(token, method, path, body, Map.of());
    }

    Response bearer(String token, String method, String path, Optional<String> body, Map<String, String> headers) {
        var request = request(method, path, body).header("Authorization", "Bearer " + token);
        headers.forEach(request::header);
        return send(request.build());
    }

    private HttpRequest.Builder request(String method, String path, Optional<String> body) {
        return HttpRequest.newBuilder(valet.resolve(path))
                .timeout(TIMEOUT)
                .method(method, body.map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody));
    }

    private Response send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new Response(response.statusCode(), response.body());
        } catch (IOException unreachable) {
            throw new Trouble("Valet does not answer at " + valet);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Trouble("stopped");
        }
    }

    private static AwsCredentialsIdentity identity(Credentials credentials) {
        return credentials
                .sessionToken()
                .<AwsCredentialsIdentity>map(token ->
                        AwsSessionCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey(), token))
                .orElseGet(() -> AwsBasicCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey()));
    }
}

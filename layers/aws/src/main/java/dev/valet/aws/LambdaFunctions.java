package dev.valet.aws;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Lambda's Invoke as one signed request, sent once: no retry, no redirect, and a connection of its own, because on one that
 * was kept nobody knows what a lost answer means. The SDK's client for Lambda is one operation in four megabytes; this is it.
 */
public final class LambdaFunctions implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final Optional<URI> endpoint;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;

    /**
     * @param endpoint instead of AWS's own, for a local or a private one
     * @param longest that any invocation is waited for
     */
    LambdaFunctions(Optional<URI> endpoint, AwsCredentialsProvider credentials, Duration longest) {
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.http = Apache5HttpClient.builder()
                .connectionTimeout(CONNECT)
                .connectionAcquisitionTimeout(CONNECT)
                .socketTimeout(longest)
                .proxyConfiguration(ProxyConfiguration.builder()
                        .useSystemPropertyValues(false)
                        .useEnvironmentVariableValues(false)
                        .build())
                .build();
    }

    /** What came back. */
    static final class Answer {
        private final int status;
        private final boolean failed;
        private final String requestId;
        private final byte[] body;

        private Answer(SdkHttpResponse response, byte[] body) {
            this.status = response.statusCode();
            this.failed = response.firstMatchingHeader("X-Amz-Function-Error").isPresent();
            this.requestId = response.firstMatchingHeader("x-amzn-RequestId").orElse("");
            this.body = body;
        }

        int status() {
            return status;
        }

        /** Whether the function ended in an error, which Lambda tells in a header. */
        boolean failed() {
            return failed;
        }

        /** Of the invocation; empty when Lambda named none. */
        String requestId() {
            return requestId;
        }

        /** Cut one byte after the most that is allowed. */
        byte[] body() {
            return body.clone();
        }
    }

    /**
     * A request that was signed and not yet sent.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException when there are no credentials to sign it with
     */
    ExecutableHttpRequest prepared(String region, String functionArn, String qualifier, byte[] payload) {
        var content = ContentStreamProvider.fromByteArray(payload);
        var unsigned = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint.orElseGet(() -> URI.create("https://lambda." + region + ".amazonaws.com")))
                .encodedPath("/2015-03-31/functions/" + SdkHttpUtils.urlEncode(functionArn) + "/invocations")
                .putRawQueryParameter("Qualifier", qualifier)
                .putHeader("Content-Type", "application/json")
                .putHeader("Content-Length", Integer.toString(payload.length))
                .putHeader("X-Amz-Invocation-Type", "RequestResponse")
                .build();
        var signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(credentials.resolveCredentials())
                        .request(unsigned)
                        .payload(content)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "lambda")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region));
        return http.prepareRequest(HttpExecuteRequest.builder()
                .request(signed.request().toBuilder()
                        .putHeader("Connection", "close")
                        .build())
                .contentStreamProvider(content)
                .build());
    }

    /** Sends it, once. */
    static Answer send(ExecutableHttpRequest request, int mostBytes) throws IOException {
        var answered = request.call();
        try (var body = answered.responseBody().orElse(null)) {
            return new Answer(answered.httpResponse(), body == null ? new byte[0] : body.readNBytes(mostBytes + 1));
        }
    }

    @Override
    public void close() {
        http.close();
    }
}

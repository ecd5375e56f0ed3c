package dev.valet.aws;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The SDK's clients, with everything about them said here: region, endpoint, credentials, timeouts, retries. Nothing is
 * looked up in profiles, proxies or default chains. They share one HTTP client; STS is the region's own.
 */
public final class AwsClients implements AutoCloseable {
    /** An agent may have a hundred grants, and its leases are read grant by grant at once. */
    private static final int CONNECTIONS = 128;

    /** Ends calls that take too long. One for all clients: the SDK would give each its own threads, and nobody closes those. */
    private static final ScheduledExecutorService TIMER = timer();

    private static final ProfileFile NO_PROFILES = ProfileFile.aggregator().build();

    private final Region region;
    private final Optional<URI> endpoint;
    private final AwsCredentialsProvider credentials;
    private final Duration timeout;
    private final List<ExecutionInterceptor> interceptors;
    private final SdkHttpClient http;
    private final boolean waits;

    /**
     * @param endpoint instead of AWS's own, for a local or a private one
     * @param timeout for one call with all its attempts
     */
    public AwsClients(String region, Optional<URI> endpoint, AwsCredentialsProvider credentials, Duration timeout) {
        this(region, endpoint, credentials, timeout, List.of());
    }

    /** @param interceptors hear every call; for tests, which count calls and lose replies */
    AwsClients(
            String region,
            Optional<URI> endpoint,
            AwsCredentialsProvider credentials,
            Duration timeout,
            List<ExecutionInterceptor> interceptors) {
        this(Region.of(region), endpoint, credentials, timeout, interceptors, http(timeout), true);
    }

    /** Over an HTTP client of one's own, with every further attempt at once: for tests, which break the line to AWS. */
    public static AwsClients over(
            SdkHttpClient line,
            String region,
            Optional<URI> endpoint,
            AwsCredentialsProvider credentials,
            Duration timeout) {
        return new AwsClients(Region.of(region), endpoint, credentials, timeout, List.of(), line, false);
    }

    private AwsClients(
            Region region,
            Optional<URI> endpoint,
            AwsCredentialsProvider credentials,
            Duration timeout,
            List<ExecutionInterceptor> interceptors,
            SdkHttpClient http,
            boolean waits) {
        this.region = region;
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.timeout = timeout;
        this.interceptors = interceptors;
        this.http = http;
        this.waits = waits;
    }

    private static ScheduledExecutorService timer() {
        var timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("aws-timeouts").factory());
        timer.setRemoveOnCancelPolicy(true); // as good as all are, and each holds on to its call
        return timer;
    }

    /** The same in everything but whose they are; the HTTP client is shared. */
    public AwsClients as(AwsCredentialsProvider others) {
        return new AwsClients(region, endpoint, others, timeout, interceptors, http, waits);
    }

    /** The same in everything but how long a call may take with all its attempts: no longer than this. */
    public AwsClients within(Duration most) {
        var shorter = most.compareTo(timeout) < 0 ? most : timeout;
        return new AwsClients(region, endpoint, credentials, shorter, interceptors, http, waits);
    }

    private static SdkHttpClient http(Duration timeout) {
        return Apache5HttpClient.builder()
                .maxConnections(CONNECTIONS)
                .connectionTimeout(Duration.ofSeconds(1))
                .connectionAcquisitionTimeout(timeout)
                .socketTimeout(timeout)
                .connectionMaxIdleTime(Duration.ofSeconds(20))
                .tcpKeepAlive(true)
                .proxyConfiguration(ProxyConfiguration.builder()
                        .useSystemPropertyValues(false)
                        .useEnvironmentVariableValues(false)
                        .build())
                .build();
    }

    /**
     * What Lambda gives a function: under SnapStart an endpoint, because a snapshot must hold no credentials; otherwise
     * variables that live as long as the environment does.
     */
    public static AwsCredentialsProvider lambdaCredentials(Map<String, String> env) {
        var key = env.get("AWS_ACCESS_KEY_ID");
        var secret = env.get("AWS_SECRET_ACCESS_KEY");
        if (env.containsKey("AWS_CONTAINER_CREDENTIALS_FULL_URI") || key == null || secret == null) {
            return ContainerCredentialsProvider.create();
        }
        var token = env.get("AWS_SESSION_TOKEN");
        return StaticCredentialsProvider.create(
                token == null
                        ? AwsBasicCredentials.create(key, secret)
                        : AwsSessionCredentials.create(key, secret, token));
    }

    /** Retries are safe: reads change nothing, and every write recognises itself (T-32). */
    public DynamoDbClient dynamo() {
        return built(DynamoDbClient.builder().httpClient(http), retries(3));
    }

    /** No retry: an attempt whose reply was lost may have minted (T-31). */
    public StsClient sts() {
        return built(StsClient.builder().httpClient(http), AwsRetryStrategy.doNotRetry());
    }

    public SecretsManagerClient secretsManager() {
        return built(SecretsManagerClient.builder().httpClient(http), retries(2));
    }

    /** Retries are safe: every write has a condition or is the same again. */
    public S3Client s3() {
        return built(S3Client.builder().httpClient(http), retries(3));
    }

    public KmsClient kms() {
        return built(KmsClient.builder().httpClient(http), retries(2));
    }

    /** No retry, as for STS: a function whose answer was lost may have run (INV-20). */
    public LambdaFunctions lambda(Duration longest) {
        return new LambdaFunctions(endpoint, credentials, longest);
    }

    /** IAM has one address for all regions; putting and deleting the same document twice does no harm. */
    public IamClient iam() {
        return built(IamClient.builder().httpClient(http), retries(3));
    }

    /** Of a module of the SDK that is not in the layer; only who brings it may ask for it. */
    <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C sync(B builder, int attempts) {
        return built(builder.httpClient(http), retries(attempts));
    }

    private RetryStrategy retries(int attempts) {
        var retries = AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(attempts);
        if (!waits) {
            retries.backoffStrategy(BackoffStrategy.retryImmediately())
                    .throttlingBackoffStrategy(BackoffStrategy.retryImmediately());
        }
        return retries.build();
    }

    private <B extends AwsClientBuilder<B, C>, C> C built(B builder, RetryStrategy retries) {
        endpoint.ifPresent(builder::endpointOverride);
        return builder.region(region)
                .credentialsProvider(credentials)
                .dualstackEnabled(false)
                .fipsEnabled(false)
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .apiCallTimeout(timeout)
                        .apiCallAttemptTimeout(timeout)
                        .scheduledExecutorService(TIMER)
                        .retryStrategy(retries)
                        .executionInterceptors(interceptors)
                        .defaultProfileFileSupplier(() -> NO_PROFILES)
                        .build())
                .build();
    }

    @Override
    public void close() {
        http.close();
    }
}

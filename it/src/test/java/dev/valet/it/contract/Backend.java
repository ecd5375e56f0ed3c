package dev.valet.it.contract;

import dev.valet.local.aws.LocalAws;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * Something that answers as AWS does.
 *
 * @param endpoint empty for AWS itself
 * @param administrator may do everything in its account
 * @param settling how long a change of IAM may take until it is seen
 */
record Backend(
        String name,
        Optional<URI> endpoint,
        String region,
        AwsCredentialsProvider administrator,
        Duration settling,
        Runnable stop)
        implements AutoCloseable {

    static Backend embedded() throws IOException {
        var aws = LocalAws.start(LocalAws.Settings.inMemory(Clock.systemUTC()));
        var key = aws.account("444455556666").administrator();
        return new Backend(
                "embedded",
                Optional.of(aws.endpoint()),
                aws.region(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey())),
                Duration.ZERO,
                aws::close);
    }

    /** The last LocalStack that starts without an account; it gets no fixes and is for comparison only. */
    static Backend localStack() {
        var container = new LocalStackContainer(DockerImageName.parse("localstack/localstack:4.14.0"))
                .withServices("sts", "iam", "s3", "secretsmanager")
                .withEnv("ENFORCE_IAM", "1");
        container.start();
        var key = AwsBasicCredentials.create(container.getAccessKey(), container.getSecretKey());
        return new Backend(
                "localstack",
                Optional.of(container.getEndpoint()),
                container.getRegion(),
                StaticCredentialsProvider.create(key),
                Duration.ofSeconds(5),
                container::stop);
    }

    /**
     * From the environment: {@code VALET_CONTRACT_BACKEND} names it, {@code AWS_ENDPOINT_URL} is where it listens (without
     * it the backend is AWS itself, and what is made is removed again), and the usual variables hold an administrator's
     * credentials.
     */
    static Optional<Backend> given(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("VALET_CONTRACT_BACKEND")).map(name -> {
            var endpoint =
                    Optional.ofNullable(environment.get("AWS_ENDPOINT_URL")).map(URI::create);
            return new Backend(
                    name,
                    endpoint,
                    environment.getOrDefault("AWS_REGION", "eu-west-1"),
                    DefaultCredentialsProvider.builder().build(),
                    endpoint.isPresent() ? Duration.ofSeconds(5) : Duration.ofMinutes(2),
                    () -> {});
        });
    }

    @Override
    public void close() {
        stop.run();
    }
}

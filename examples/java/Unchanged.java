import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** A program that knows nothing of Valet: the SDK finds the container credentials in its environment and refreshes them. */
class Unchanged {
    public static void main(String[] arguments) {
        var secret = System.getenv("SECRET_ARN");
        var first = new AtomicReference<String>();
        try (var provider = ContainerCredentialsProvider.create();
                var secrets = SecretsManagerClient.builder().credentialsProvider(provider).build()) {
            for (int i = 0; i < 3; i++) {
                var value = secrets.getSecretValue(request -> request.secretId(secret)).secretString();
                if (value.isEmpty() || !value.equals(first.updateAndGet(seen -> seen == null ? value : seen))) {
                    throw new IllegalStateException("the secret was not read");
                }
            }
            // The SDK asks on nearly every call; Valet answers with the same lease while enough of it is left.
            var key = provider.resolveCredentials().accessKeyId();
            if (!key.equals(provider.resolveCredentials().accessKeyId())) {
                throw new IllegalStateException("the lease was not handed out again");
            }
        }
        System.out.println("java client: ok");
    }
}

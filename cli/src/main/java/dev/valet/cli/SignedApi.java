package dev.valet.cli;

import dev.valet.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;

/** Requests signed with AWS credentials (SigV4), as API Gateway's AWS_IAM wants them. */
final class SignedApi implements Api {
    /** The JDK's client writes these itself, with the values that were signed. */
    private static final Set<String> OWN = Set.of("host", "content-length", "connection", "expect", "upgrade");

    private final URI base;
    private final String region;
    private final IdentityProvider<? extends AwsCredentialsIdentity> credentials;

    SignedApi(URI base, String region, IdentityProvider<? extends AwsCredentialsIdentity> credentials) {
        this.base = base;
        this.region = region;
        this.credentials = credentials;
    }

    @Override
    public Json get(Tree tree, String path) {
        return send(SdkHttpMethod.GET, tree, path, "");
    }

    @Override
    public Json post(Tree tree, String path, Json body) {
        return send(SdkHttpMethod.POST, tree, path, body.text());
    }

    private Json send(SdkHttpMethod method, Tree tree, String path, String body) {
        var uri = URI.create(base + root(tree) + path);
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var request = HttpRequest.newBuilder(uri)
                .timeout(Http.ANSWER)
                .method(method.name(), HttpRequest.BodyPublishers.ofByteArray(bytes));
        signed(method, uri, bytes).forEachHeader((name, values) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return Http.send(request.build());
    }

    private static String root(Tree tree) {
        return switch (tree) {
            case AGENT -> "/v1";
            case ADMIN -> "/admin";
        };
    }

    private SdkHttpRequest signed(SdkHttpMethod method, URI uri, byte[] body) {
        var unsigned = SdkHttpRequest.builder().method(method).uri(uri).putHeader("Accept", "application/json");
        if (body.length > 0) {
            unsigned.putHeader("Content-Type", "application/json");
        }
        return AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(identity())
                        .request(unsigned.build())
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region))
                .request();
    }

    private AwsCredentialsIdentity identity() {
        try {
            return credentials.resolveIdentity().join();
        } catch (SdkException | java.util.concurrent.CompletionException none) {
            throw new Failed(
                    Exit.NOT_AUTHENTICATED,
                    "There are no AWS credentials here",
                    "Sign in (aws sso login, aws login) or set AWS_PROFILE");
        }
    }
}

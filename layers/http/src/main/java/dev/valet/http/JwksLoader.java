package dev.valet.http;

import dev.valet.Malformed;
import dev.valet.identity.Issuer.SigningAlgorithm;
import dev.valet.json.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Loads a pinned JWK Set: over HTTPS, from there and from nowhere else, in bounded time and size (J-2). */
public final class JwksLoader {
    static final Duration MOST_TIME = Duration.ofMillis(1500);
    static final int MOST_BYTES = 150 * 1024;
    /** How the JDK says it; a test notices when it says it in other words. */
    private static final String TOO_MUCH = "body exceeds capacity: " + MOST_BYTES;

    private final HttpClient client;
    private final Duration mostTime;

    /** @param client made by {@link #strictly()}; it may add whom to trust, and nothing else */
    public JwksLoader(HttpClient client) {
        this(client, MOST_TIME);
    }

    JwksLoader(HttpClient client, Duration mostTime) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("keys are never loaded through redirects");
        }
        this.client = client;
        this.mostTime = mostTime;
    }

    public static HttpClient.Builder strictly() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(MOST_TIME);
    }

    Loading load(String url, SigningAlgorithm algorithm) {
        try {
            var uri = URI.create(url);
            return "https".equals(uri.getScheme())
                    ? load(HttpRequest.newBuilder(uri).GET().build(), url, algorithm)
                    : new Loading.Failed(LoadFault.NOT_HTTPS);
        } catch (IllegalArgumentException notAUri) {
            return new Loading.Failed(LoadFault.NOT_HTTPS);
        }
    }

    private Loading load(HttpRequest request, String url, SigningAlgorithm algorithm) {
        var answer = client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
        try {
            // The timeout of HttpRequest ends with the headers; this one is for the last byte of the body.
            return read(answer.get(mostTime.toMillis(), TimeUnit.MILLISECONDS), url, algorithm);
        } catch (TimeoutException tooSlow) {
            answer.cancel(true);
            return new Loading.Failed(LoadFault.TOO_SLOW);
        } catch (ExecutionException failed) {
            return new Loading.Failed(fault(failed.getCause()));
        } catch (InterruptedException stopped) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return new Loading.Failed(LoadFault.TOO_SLOW);
        }
    }

    private static LoadFault fault(@Nullable Throwable cause) {
        return switch (cause) {
            case HttpTimeoutException _ -> LoadFault.TOO_SLOW;
            case IOException limited when TOO_MUCH.equals(limited.getMessage()) -> LoadFault.TOO_LARGE;
            case null, default -> LoadFault.UNREACHABLE;
        };
    }

    private static Loading read(HttpResponse<byte[]> answer, String url, SigningAlgorithm algorithm) {
        if (answer.statusCode() != 200) {
            return new Loading.Failed(LoadFault.UNEXPECTED_STATUS);
        }
        try {
            var set = StrictJson.read(answer.body());
            JwkSet.read(set, algorithm);
            return new Loading.Loaded(LoadedKeys.of(url, set));
        } catch (Malformed unsound) {
            return new Loading.Failed(LoadFault.UNSOUND_KEYS);
        }
    }
}

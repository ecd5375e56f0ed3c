package dev.valet.cli;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.json.StrictJson;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Sends requests and reads answers; redirects are not followed, because a signature or a token is for one place. */
final class Http {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** API Gateway gives up after 29 seconds. */
    static final Duration ANSWER = Duration.ofSeconds(35);

    private Http() {}

    static Json send(HttpRequest request) {
        var host = request.uri().getAuthority();
        try (var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .build()) {
            return answer(client.send(request, HttpResponse.BodyHandlers.ofByteArray()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Failed(Exit.UNEXPECTED, "Interrupted");
        } catch (IOException unreachable) {
            throw new Failed(Exit.UPSTREAM, "Valet does not answer at " + host, "Is the URL right, and is it up?");
        }
    }

    private static Json answer(HttpResponse<byte[]> response) {
        var body = body(response);
        if (response.statusCode() / 100 == 2) {
            return body;
        }
        throw Problem.failed(
                response.statusCode(),
                response.headers().firstValue("x-amzn-errortype").orElse(""),
                body);
    }

    private static Json body(HttpResponse<byte[]> response) {
        try {
            return StrictJson.read(response.body());
        } catch (Malformed notJson) {
            if (response.statusCode() / 100 != 2) {
                return Json.object().build();
            }
            throw new Failed(Exit.UPSTREAM, "What answers at this URL is not Valet");
        }
    }
}

package dev.valet.cli;

import dev.valet.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Requests with the token that an agent's runtime keeps fresh in a file; it is read anew for each. */
final class BearerApi implements Api {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    private final URI base;
    private final Path file;

    BearerApi(URI base, Path file) {
        this.base = base;
        this.file = file;
    }

    @Override
    public Json get(Tree tree, String path) {
        return Http.send(request(tree, path).GET().build());
    }

    @Override
    public Json post(Tree tree, String path, Json body) {
        return Http.send(request(tree, path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.text()))
                .build());
    }

    private HttpRequest.Builder request(Tree tree, String path) {
        return HttpRequest.newBuilder(URI.create(base + root(tree) + path))
                .timeout(Http.ANSWER)
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + token());
    }

    private static String root(Tree tree) {
        return switch (tree) {
            case AGENT -> "/oidc/v1";
            case ADMIN -> throw new IllegalStateException("operators sign");
        };
    }

    private String token() {
        try {
            var token = Files.readString(file).strip();
            if (TOKEN.matcher(token).matches()) {
                return token;
            }
        } catch (IOException unreadable) {
            // said below
        }
        throw new Failed(Exit.NOT_AUTHENTICATED, "The file of VALET_TOKEN_FILE holds no token");
    }
}

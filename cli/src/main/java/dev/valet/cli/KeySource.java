package dev.valet.cli;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.json.StrictJson;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;

/** Public keys from a file or from where they are published. */
final class KeySource {
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

    private KeySource() {}

    /** @param place a file, or a URL: over plain HTTP from this machine only, because whoever swaps the keys signs receipts */
    static Json read(String place) {
        return place.contains("://") ? fetched(place) : file(place);
    }

    private static Json fetched(String place) {
        try {
            var uri = URI.create(place);
            boolean safe = "https".equals(uri.getScheme())
                    || "http".equals(uri.getScheme()) && THIS_MACHINE.contains(String.valueOf(uri.getHost()));
            if (!safe) {
                throw new Failed(Exit.USAGE, "Keys are read over https only");
            }
            return Http.send(HttpRequest.newBuilder(uri)
                    .timeout(Http.ANSWER)
                    .header("Accept", "application/json")
                    .build());
        } catch (IllegalArgumentException noUrl) {
            throw new Failed(Exit.USAGE, Printable.of(place) + " is no URL");
        }
    }

    private static Json file(String place) {
        try {
            return StrictJson.read(AuditFiles.bytes(Path.of(place)));
        } catch (Malformed | InvalidPathException notJson) {
            throw new Failed(Exit.USAGE, Printable.of(place) + " is no file of JSON");
        }
    }
}

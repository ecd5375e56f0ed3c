package dev.valet.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.valet.Json;
import dev.valet.SecretText;
import dev.valet.action.HttpCredential.Place;
import dev.valet.action.OutgoingRequest;
import dev.valet.action.OutgoingRequest.Content;
import dev.valet.action.Scrubber;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The one place where the secret of an action is opened: into its request, and into what an echo is looked for with (B-9). */
final class SecretPlacement {
    private static final int LEAST = 12;
    private static final int MOST = 4_096;

    /** A request that is ready to be sent. It prints nothing. */
    static final class Armed {
        private final byte[] request;
        private final Scrubber scrubber;

        private Armed(byte[] request, Scrubber scrubber) {
            this.request = request;
            this.scrubber = scrubber;
        }

        byte[] request() {
            return request.clone();
        }

        Scrubber scrubber() {
            return scrubber;
        }
    }

    private SecretPlacement() {}

    /** @throws Unsound for a secret that no header could carry, or that is too short to be told from other text */
    static Armed arm(OutgoingRequest request, Place place, SecretText secret) throws Unsound {
        return secret.use(text -> isUsable(text) ? Optional.of(arm(request, place, text)) : Optional.<Armed>empty())
                .orElseThrow(() -> new Unsound(HttpFault.SECRET_UNUSABLE));
    }

    private static boolean isUsable(String text) {
        return text.length() >= LEAST && text.length() <= MOST && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private static Armed arm(OutgoingRequest request, Place place, String text) {
        return switch (place) {
            case Place.Bearer() -> header(request, "Authorization", "Bearer ", text, text);
            case Place.Basic(String user) -> {
                var pair = Base64.getEncoder().encodeToString((user + ":" + text).getBytes(UTF_8));
                yield header(request, "Authorization", "Basic ", pair, text);
            }
            case Place.Header(String name) -> header(request, name, "", text, text);
            case Place.Field(String name) ->
                new Armed(
                        RequestBytes.of(request, Map.of(), with(request.content(), name, text)),
                        new Scrubber(List.of(text)));
        };
    }

    /** @param sent what stands in the header, looked for like the secret it was made of */
    private static Armed header(OutgoingRequest request, String name, String scheme, String sent, String text) {
        return new Armed(
                RequestBytes.of(request, Map.of(name, scheme + sent), request.content()),
                new Scrubber(List.of(text, sent)));
    }

    private static Content with(Content content, String name, String text) {
        return switch (content) {
            case Content.None() -> throw new IllegalStateException("a template with a field has a body");
            case Content.AsJson(Json.Obj(var members)) -> {
                var object = Json.object();
                members.forEach(object::with);
                yield new Content.AsJson(object.with(name, text).build());
            }
            case Content.AsForm(var fields) -> {
                var all = new TreeMap<>(fields);
                all.put(name, text);
                yield new Content.AsForm(all);
            }
        };
    }
}

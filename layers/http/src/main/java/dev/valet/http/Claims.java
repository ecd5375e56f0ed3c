package dev.valet.http;

import dev.valet.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The claims of a token, read strictly: there, of the right JSON type and not empty, or not believed (J-8). */
final class Claims implements ClaimSource {
    private static final int MOST_CHARACTERS = 1_000;
    /** The last second of the year 9999: what every format of a time can say. */
    private static final long MOST_SECONDS = 253_402_300_799L;

    private final Map<String, Json> members;

    Claims(Json.Obj object) {
        this.members = object.members();
    }

    @Override
    public String text(String name) {
        return sound(members.get(name));
    }

    Claims object(String name) {
        if (members.get(name) instanceof Json.Obj object) {
            return new Claims(object);
        }
        throw new NotBelieved(TokenFault.UNACCEPTED_CLAIMS);
    }

    /** A NumericDate. RFC 7519 lets it have a fraction; Valet takes whole seconds only (J-7). */
    long seconds(String name) {
        if (members.get(name) instanceof Json.Int(long value) && value >= 0 && value <= MOST_SECONDS) {
            return value;
        }
        throw new NotBelieved(TokenFault.UNACCEPTED_CLAIMS);
    }

    /** The one audience, which may stand alone or in a list of one; of two, one is somebody else (CVE-2026-44428). */
    String audience() {
        return switch (members.get("aud")) {
            case Json.Str(String text) -> text;
            case Json.Arr(List<Json> items)
            when items.size() == 1 && items.getFirst() instanceof Json.Str(var text) -> text;
            case null, default -> throw new NotBelieved(TokenFault.WRONG_AUDIENCE);
        };
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    private static String sound(@Nullable Json json) {
        if (json instanceof Json.Str(String text)
                && !text.isBlank()
                && text.length() <= MOST_CHARACTERS
                && text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        throw new NotBelieved(TokenFault.UNACCEPTED_CLAIMS);
    }
}

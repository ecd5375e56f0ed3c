package dev.valet.authorize;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

/**
 * Whatever bytes come, the answer is Unauthorized and nothing else escapes. With {@code JAZZER_FUZZ=1} in the environment it
 * searches; without, it runs the inputs that lie beside it. Instrumenting takes a while, hence deep; {@link MutationTest}
 * is the everyday run.
 */
@Tag("deep")
class AuthorizeFuzzTest {
    private static final World WORLD = new World();

    @FuzzTest(maxDuration = "2m")
    void anyEventIsAnswered(byte[] event) {
        expectUnauthorized(event);
    }

    /** The token alone, in an event that is sound: past the first check much more often. */
    @FuzzTest(maxDuration = "2m")
    void anyTokenIsAnswered(byte[] token) {
        var text = new String(token, StandardCharsets.ISO_8859_1);
        expectUnauthorized(
                World.event("Bearer " + text, "GET", "oidc/v1/whoami").getBytes(StandardCharsets.UTF_8));
    }

    private static void expectUnauthorized(byte[] event) {
        WORLD.logged.clear();
        try {
            WORLD.handler.answer(event, "fuzz");
        } catch (Unauthorized asItShouldBe) {
            return;
        }
        throw new AssertionError("somebody was let in");
    }
}

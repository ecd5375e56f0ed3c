package dev.valet.authorize;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** A sound event with a few bytes changed, cut or doubled: believed by nobody, and nothing but Unauthorized escapes (T-04). */
class MutationTest {
    private static final int MUTANTS = 10_000;

    private final World world = new World();
    private final Random random = new Random(20260302);

    @Test
    void aMutantIsUnauthorized() {
        var token = world.token("workload-7");
        for (int i = 0; i < MUTANTS; i++) {
            var mutant = mutated(token);
            if (mutant.equals(token)) {
                continue;
            }
            var event = World.event("Bearer " + mutant, "GET", "oidc/v1/whoami").getBytes(UTF_8);
            assertThat(catchThrowable(() -> world.handler.answer(event, "r")))
                    .as(mutant)
                    .isInstanceOf(Unauthorized.class);
            world.logged.clear();
        }
    }

    @Test
    void anEventOfAnyBytesIsAnsweredOrUnauthorized() {
        var event = World.event("lease", world.token("workload-7"));
        for (int i = 0; i < MUTANTS; i++) {
            var mutant = mutated(event).getBytes(UTF_8);
            var thrown = catchThrowable(() -> world.handler.answer(mutant, "r"));
            // White space and the names of members that are not read may change without harm.
            assertThat(thrown == null || thrown instanceof Unauthorized).isTrue();
            world.logged.clear();
        }
    }

    private String mutated(String text) {
        var mutant = new StringBuilder(text);
        for (int changes = random.nextInt(3); changes >= 0 && !mutant.isEmpty(); changes--) {
            int at = random.nextInt(mutant.length());
            switch (random.nextInt(4)) {
                case 0 -> mutant.setCharAt(at, (char) random.nextInt(0x80));
                case 1 -> mutant.deleteCharAt(at);
                case 2 -> mutant.insert(at, mutant.charAt(at));
                case 3 -> mutant.setLength(Math.max(1, at));
                default -> throw new IllegalStateException();
            }
        }
        return mutant.toString();
    }
}

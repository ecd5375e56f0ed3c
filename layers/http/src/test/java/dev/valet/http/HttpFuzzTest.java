package dev.valet.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Tag;

/**
 * Searches for a value that leaves its place, an answer that gives something away, and an echo that is not found. With
 * {@code JAZZER_FUZZ=1} in the environment it searches; without, it runs the inputs that lie beside it. Instrumenting takes a
 * while, hence deep; {@link HostilityTest} is the everyday run.
 */
@Tag("deep")
class HttpFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void aValueStaysInItsPlace(byte[] value) {
        Hostility.aValueStaysInItsPlace(new String(value, UTF_8));
    }

    @FuzzTest(maxDuration = "2m")
    void anAnswerGivesNothingAway(byte[] answer) {
        Hostility.anAnswerGivesNothingAway(answer);
    }

    /** The body alone, in an answer that is read: past the first line much more often. */
    @FuzzTest(maxDuration = "2m")
    void aBodyGivesNothingAway(byte[] body) {
        for (var encoding : new String[] {"identity", "gzip", "deflate", "br"}) {
            var answer = new ByteArrayOutputStream();
            answer.writeBytes(("HTTP/1.1 200 OK\r\nContent-Encoding: " + encoding + "\r\n\r\n").getBytes(UTF_8));
            answer.writeBytes(body);
            Hostility.anAnswerGivesNothingAway(answer.toByteArray());
        }
    }

    @FuzzTest(maxDuration = "2m")
    void anEchoIsFound(byte[] around) {
        var text = new String(around, ISO_8859_1);
        int middle = text.length() / 2;
        Hostility.anEchoIsFound(
                text.substring(0, middle), text.substring(middle), around.length == 0 ? 0 : around[around.length - 1]);
    }
}

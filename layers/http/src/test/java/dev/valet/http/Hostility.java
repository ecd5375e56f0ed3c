package dev.valet.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.action.HttpTemplate;
import dev.valet.action.Performing;
import dev.valet.action.ResultField;
import dev.valet.action.Scrubber;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.util.List;

/** What holds of any input and any answer: asked by the everyday run with seeded input, and by the fuzzer with its own. */
final class Hostility {
    private static final String LINKS = """
            {"host": "api.upstream.example", "method": "GET", "path": "/v1/${/v}/x-${/v}/end",
             "query": {"q": "${/v}", "text": "key:'${/v}'"},
             "credential": {"secret": "%s", "as": "bearer"}, "answer": {"done": [{"status": [200]}]}}
            """.formatted(TestErrand.ARN);
    private static final HttpTemplate URLS = TestErrand.template(LINKS);
    private static final HttpTemplate ONE_PLACE =
            TestErrand.template(LINKS.replace("x-${/v}", "x").replace("key:'${/v}'", "plain"));
    private static final Scrubber SCRUBBER = new Scrubber(List.of(TestErrand.SECRET));
    private static final HttpTemplate PAY = TestErrand.template(TestErrand.PAY);

    private Hostility() {}

    /** A value is one segment, or part of one, and one query value; or it is refused. */
    static void aValueStaysInItsPlace(String value) {
        shape(URLS, value, "/v1/", "/x-", "/end");
        shape(ONE_PLACE, value, "/v1/", "/x/end");
    }

    private static void shape(HttpTemplate template, String value, String... literals) {
        URI uri;
        try {
            uri = template.call()
                    .fill(template.host(), Json.object().with("v", value).build(), TestErrand.KEY, TestErrand.CENTS)
                    .uri();
        } catch (Malformed refused) {
            return;
        }
        var encoded = uri.getRawPath().substring(4, uri.getRawPath().indexOf('/', 4));
        assertThat(uri.getHost()).isEqualTo(TestUpstream.HOST);
        assertThat(uri.toString()).matches("https://api\\.upstream\\.example/[A-Za-z0-9._~%/?=&-]*");
        assertThat(uri.getRawPath().substring(1).split("/", -1)).hasSize(4).doesNotContain("", ".", "..");
        assertThat(URLDecoder.decode(encoded.replace("+", "%2B"), UTF_8)).isEqualTo(value);
        for (var literal : literals) {
            assertThat(uri.getRawPath()).contains(literal);
        }
        assertThat(uri.getRawQuery().split("&", -1)).hasSize(2);
        assertThat(uri.getRawFragment()).isNull();
        assertThat(uri.getRawUserInfo()).isNull();
    }

    /** Any bytes are read within bounds, or not at all; what is handed on is what was declared, and has no secret in it. */
    static void anAnswerGivesNothingAway(byte[] answer) {
        var performing = TestErrand.performer(transport(answer)).perform(TestErrand.of(PAY, TestErrand.INPUT));
        assertThat(TestErrand.seen(performing)).doesNotContain(TestErrand.SECRET);
        if (performing instanceof Performing.Done(var result, String reference)) {
            assertThat(PAY.answer().result().fields().keySet())
                    .containsAll(result.members().keySet());
            assertThat(result.textAt("id")).matches("[A-Za-z0-9._~:-]{0,40}").isEqualTo(reference);
            result.members()
                    .forEach((name, value) -> assertThat(declared(name, value)).isTrue());
        }
    }

    private static boolean declared(String name, Json value) {
        return PAY.answer().result().fields().get(name) instanceof ResultField.Text text
                && value instanceof Json.Str(String said)
                && said.length() <= text.most();
    }

    /** As the network would bring it. */
    private static Transport transport(byte[] answer) {
        return (_, _, _) -> {
            try {
                return new Transport.Exchanged.Answered(new ResponseReader(new ByteArrayInputStream(answer)).read());
            } catch (Unsound unsound) {
                return new Transport.Exchanged.Unheard(unsound.fault());
            } catch (IOException impossible) {
                throw new AssertionError(impossible);
            }
        };
    }

    /** An answer that would be taken but for the text in it. */
    static byte[] taken(String around, String note) {
        return ("HTTP/1.1 200 " + line(around) + "\r\nX-Debug: " + line(around) + "\r\n\r\n"
                        + Json.object()
                                .with("id", "po_1")
                                .with("note", note)
                                .build()
                                .text())
                .getBytes(UTF_8);
    }

    private static String line(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1).replaceAll("[^ -~]", "?");
    }

    /** Whatever stands before and after the secret, in whichever encoding of R-4, the answer is withheld. */
    static void anEchoIsFound(String before, String after, int way) {
        var ways = Echo.values();
        var echo = ways[Math.floorMod(way, ways.length)];
        assertThat(SCRUBBER.finds(echo.write(before, TestErrand.SECRET, after)))
                .as(echo + " in " + before + " … " + after)
                .isTrue();
    }
}

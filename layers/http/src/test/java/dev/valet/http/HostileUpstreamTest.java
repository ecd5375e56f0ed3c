package dev.valet.http;

import static dev.valet.http.TestErrand.PAY;
import static dev.valet.http.TestErrand.SECRET;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Json;
import dev.valet.action.Performing;
import dev.valet.action.Performing.NotDone;
import dev.valet.action.Performing.Unknown;
import dev.valet.action.Performing.Withheld;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an upstream can try, from H-01 to H-45 (T-16): it never gets a secret to the agent, never a second request, and never a
 * request to an address that is not public. Each is played by a real server over real TLS.
 */
@Timeout(60)
class HostileUpstreamTest {
    private static final Unknown ECHOED = new Unknown(Performing.ECHOED);
    private static final Withheld WITHHELD = new Withheld(Performing.ECHOED);
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private TestUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        upstream = TestUpstream.start();
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    /** Performs once, and sees to it that nobody saw the secret and that at most one request was sent. */
    private Performing perform() throws Exception {
        return perform(PAY, TestUpstream.PATIENT);
    }

    private Performing perform(String document, PinnedTransport.Limits limits) throws Exception {
        int before = upstream.requests.size();
        var performing = TestErrand.performer(upstream.transport(limits)).perform(TestErrand.of(document));
        assertThat(TestErrand.seen(performing)).doesNotContain(SECRET);
        assertThat(upstream.requests.size() - before).isLessThanOrEqualTo(1);
        return performing;
    }

    private Performing saying(String answer) throws Exception {
        return saying(answer, new byte[0]);
    }

    private Performing saying(String head, byte[] body) throws Exception {
        upstream.says(head, body);
        return perform();
    }

    /** An answer that would be taken, with the echo in a field that is handed on. */
    private static byte[] paid(String note) {
        return Json.object()
                .with("id", "po_1")
                .with("note", note)
                .build()
                .text()
                .getBytes(UTF_8);
    }

    @Test
    void whatIsNotHostileIsTaken() throws Exception {
        assertThat(saying(OK + "\r\n", paid("thank you"))).isInstanceOf(Performing.Done.class);
    }

    // Echo

    @Test
    void h01EchoInAJsonBody() throws Exception {
        assertThat(saying(OK + "\r\n{\"id\":\"po_1\",\"debug\":{\"headers\":[\"Bearer " + SECRET + "\"]}}"))
                .isEqualTo(WITHHELD);
    }

    @Test
    void h02EchoInAnErrorPage() throws Exception {
        for (var type : List.of("text/plain", "text/html")) {
            assertThat(saying("HTTP/1.1 500 Oh\r\nContent-Type: " + type + "\r\n\r\n<p>bad key " + SECRET + "</p>"))
                    .isEqualTo(ECHOED);
        }
        assertThat(saying("HTTP/1.1 402 No\r\n\r\nbad key " + SECRET)).isEqualTo(new NotDone(Performing.ECHOED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"X-Debug: ", "Set-Cookie: session=", "Location: https://evil.example/?k=", "ETag: ", "Link: "})
    void h03h04h05EchoInAHeader(String header) throws Exception {
        assertThat(saying(OK + header + SECRET + "\r\n\r\n", paid("x"))).isEqualTo(WITHHELD);
        assertThat(saying("HTTP/1.1 302 Found\r\n" + header + SECRET + "\r\n\r\n"))
                .isEqualTo(ECHOED);
    }

    @Test
    void h06EchoInATrailer() throws Exception {
        assertThat(saying(OK + "Transfer-Encoding: chunked\r\n\r\n" + chunks(paid("x"), 5) + "0\r\nX-Key: " + SECRET
                        + "\r\n\r\n"))
                .isEqualTo(WITHHELD);
    }

    @Test
    void h07EchoInTheReasonPhrase() throws Exception {
        assertThat(saying("HTTP/1.1 200 " + SECRET + "\r\n\r\n", paid("x"))).isEqualTo(WITHHELD);
        assertThat(saying("HTTP/1.1 100 " + SECRET + "\r\n\r\n" + OK + "\r\n", paid("x")))
                .isEqualTo(WITHHELD);
    }

    static Stream<Arguments> h08toH14EchoInAnotherEncoding() {
        return Stream.of(
                encoded("H-08", HostileUpstreamTest::base64),
                encoded("H-09", text -> Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8))),
                encoded("H-10, 1", text -> base64("x" + text)),
                encoded("H-10, 2", text -> base64("xy" + text)),
                encoded("H-10, basic", text -> base64("user:" + text)),
                encoded("H-11, lower", text -> HexFormat.of().formatHex(text.getBytes(UTF_8))),
                encoded("H-11, upper", text -> HexFormat.of().withUpperCase().formatHex(text.getBytes(UTF_8))),
                encoded("H-12, some", text -> text.replace("+", "%2B").replace("/", "%2f")),
                encoded("H-12, all", text -> each(text, "%%%02X")),
                encoded("H-12, double", text -> each(text, "%%25%02x")),
                encoded("H-13", text -> each(text, "\\u%04x")),
                encoded("H-13, slash", text -> text.replace("/", "\\/")),
                encoded("H-14, decimal", text -> each(text, "&#%d;")),
                encoded("H-14, hexadecimal", text -> each(text, "&#x%x;")),
                encoded(
                        "H-14, named",
                        text -> text.replace("+", "&plus;")
                                .replace("/", "&sol;")
                                .replace("_", "&lowbar;")),
                encoded(
                        "H-17, reversed",
                        text -> new StringBuilder(text).reverse().toString()));
    }

    private static Arguments encoded(String name, UnaryOperator<String> way) {
        return arguments(name, way);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void h08toH14EchoInAnotherEncoding(String name, UnaryOperator<String> way) throws Exception {
        assertThat(saying(OK + "\r\n", paid("key " + way.apply(SECRET) + " end")))
                .isEqualTo(WITHHELD);
        assertThat(saying("HTTP/1.1 500 Oh\r\n\r\n" + way.apply(SECRET))).isEqualTo(ECHOED);
        assertThat(saying(OK + "X-Key: " + way.apply(SECRET) + "\r\n\r\n", paid("x")))
                .isEqualTo(WITHHELD);
    }

    @Test
    void h13EchoEscapedByJsonItself() throws Exception {
        assertThat(saying(OK + "\r\n{\"id\":\"po_1\",\"note\":\"" + each(SECRET, "\\u%04x") + "\"}"))
                .isEqualTo(WITHHELD);
    }

    @Test
    void h15EchoInGzip() throws Exception {
        assertThat(saying(OK + "Content-Encoding: gzip\r\n\r\n", gzip(paid(SECRET))))
                .isEqualTo(WITHHELD);
        assertThat(saying(OK + "Content-Encoding: X-GZIP\r\n\r\n", gzip(paid(base64(SECRET)))))
                .isEqualTo(WITHHELD);
    }

    @Test
    void h16EchoInDeflateOrBrotli() throws Exception {
        assertThat(saying(OK + "Content-Encoding: deflate\r\n\r\n", deflate(paid(SECRET), false)))
                .isEqualTo(WITHHELD);
        assertThat(saying(OK + "Content-Encoding: deflate\r\n\r\n", deflate(paid(SECRET), true)))
                .isEqualTo(WITHHELD);
        assertThat(saying(OK + "Content-Encoding: br\r\n\r\n", brotli(paid(SECRET))))
                .isEqualTo(WITHHELD);
        assertThat(saying(OK + "Content-Encoding: br\r\n\r\n", brotli(paid("x"))))
                .isInstanceOf(Performing.Done.class);
        assertThat(saying(
                        OK + "Content-Encoding: br\r\n\r\n", Base64.getDecoder().decode("CwaAeyJpZCI6InBvXzEifQM=")))
                .isInstanceOf(Performing.Done.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Encoding: gzip, gzip", "Content-Encoding: gzip\r\nContent-Encoding: gzip",
                        "Content-Encoding: zstd",
                "Content-Encoding: aes128gcm", "Content-Encoding: identity, gzip", "Content-Encoding: "
            })
    void h16WhatIsEncodedTwiceOrUnheardOfIsNotRead(String encoding) throws Exception {
        assertThat(saying(OK + encoding + "\r\n\r\n", gzip(gzip(paid(SECRET)))))
                .isEqualTo(new Unknown("unknown-encoding"));
    }

    @Test
    void h16WhatIsNotWhatItSaysIsNotRead() throws Exception {
        for (var encoding : List.of("gzip", "deflate", "br")) {
            assertThat(saying(OK + "Content-Encoding: " + encoding + "\r\n\r\n", paid("not encoded")))
                    .isEqualTo(new Unknown("unsound-answer"));
            assertThat(saying(OK + "Content-Encoding: " + encoding + "\r\n\r\n", paid(SECRET)))
                    .isEqualTo(ECHOED);
        }
        var cut = gzip(paid("cut"));
        assertThat(saying(OK + "Content-Encoding: gzip\r\n\r\n", java.util.Arrays.copyOf(cut, cut.length - 9)))
                .isEqualTo(new Unknown("unsound-answer"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16})
    void h17EchoSplitOverChunks(int size) throws Exception {
        assertThat(saying(OK + "Transfer-Encoding: chunked\r\n\r\n" + chunks(paid(SECRET), size) + "0\r\n\r\n"))
                .isEqualTo(WITHHELD);
    }

    @Test
    void h18EchoInTwoHalves() throws Exception {
        for (var half : List.of(SECRET.substring(0, 22), SECRET.substring(22))) {
            assertThat(saying("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-21/44\r\n\r\n", paid(half)))
                    .isEqualTo(new Unknown("unexpected-status"));
        }
        assertThat(upstream.requests).noneMatch(request -> request.contains("Range"));
    }

    @Test
    void h19EchoInMultipartByteranges() throws Exception {
        assertThat(saying("HTTP/1.1 206 Partial Content\r\nContent-Type: multipart/byteranges; boundary=B\r\n\r\n"
                        + "--B\r\nContent-Range: bytes 0-9/99\r\n\r\n" + SECRET.substring(0, 10) + "\r\n--B--\r\n"))
                .isEqualTo(new Unknown("unexpected-status"));
        assertThat(saying(OK + "Content-Type: multipart/byteranges; boundary=B\r\n\r\n--B\r\n\r\n"
                        + SECRET.substring(0, 10) + "\r\n--B--\r\n"))
                .isEqualTo(new Unknown("unexpected-answer"));
    }

    @Test
    void h20EchoInUtf16() throws Exception {
        for (var charset : List.of(UTF_16, UTF_16LE, UTF_16BE)) {
            assertThat(saying(OK + "\r\n", new String(paid(SECRET), UTF_8).getBytes(charset)))
                    .isEqualTo(ECHOED);
            assertThat(saying(OK + "\r\n", new String(paid("x"), UTF_8).getBytes(charset)))
                    .isEqualTo(new Unknown("unexpected-answer"));
        }
    }

    @Test
    void h21OneCharacterPerElement() throws Exception { // no scrubber sees it, so the mapping has to stop it
        var elements = SECRET.chars().mapToObj(c -> "\"" + (char) c + "\"").collect(Collectors.joining(", "));
        assertThat(saying(OK + "\r\n{\"id\":\"po_1\",\"note\":[" + elements + "]}"))
                .isEqualTo(new Unknown("unexpected-answer"));
        assertThat(saying(OK + "\r\n{\"id\":\"po_1\",\"other\":[" + elements + "]}"))
                .isEqualTo(new Performing.Done(Json.object().with("id", "po_1").build(), "po_1"));
    }

    // Redirects

    static Stream<Arguments> h22toH27WhoSendsElsewhereIsNotFollowed() {
        return Stream.of(300, 301, 302, 303, 304, 305, 307, 308)
                .flatMap(status -> Stream.of(
                                "https://evil.example/", // H-22
                                "http://" + TestUpstream.HOST + "/", // H-23
                                "//evil.example/", // H-24
                                "\\\\evil.example/",
                                "/\\evil.example/",
                                "https://169.254.169.254/latest/meta-data/", // H-25
                                "https://" + TestUpstream.HOST + "/v1/payouts") // H-27
                        .map(location -> arguments(status, location)));
    }

    @ParameterizedTest
    @MethodSource
    void h22toH27WhoSendsElsewhereIsNotFollowed(int status, String location) throws Exception { // B-7
        assertThat(saying("HTTP/1.1 " + status + " Elsewhere\r\nLocation: " + location + "\r\n\r\n"))
                .isEqualTo(new Unknown("unexpected-status"));
        assertThat(upstream.requests).hasSize(1);
        assertThat(upstream.connected).containsExactly(TestUpstream.PUBLIC);
    }

    @Test
    void h26RefreshIsNoInstruction() throws Exception {
        assertThat(saying(OK + "Refresh: 0; url=https://evil.example/\r\n\r\n", paid("x")))
                .isInstanceOf(Performing.Done.class);
        assertThat(saying(OK + "\r\n<meta http-equiv=\"refresh\" content=\"0; url=https://evil.example/\">"))
                .isEqualTo(new Unknown("unexpected-answer"));
        assertThat(upstream.requests).hasSize(2);
    }

    // Names and addresses

    private Performing resolvingTo(String... addresses) throws Exception {
        var resolved = Stream.of(addresses).map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
        var transport = upstream.transport(TestUpstream.resolving(resolved), TestUpstream.PATIENT);
        return TestErrand.performer(transport).perform(TestErrand.of(PAY));
    }

    @Test
    void h28AResolverThatChangesItsMind() throws Exception { // B-6
        upstream.says(OK + "\r\n", paid("x"));
        var answers = new ArrayDeque<>(List.of("93.184.215.14", "127.0.0.1", "93.184.215.14", "169.254.169.254"));
        CheckedNames.Resolver rebinding = name -> name.equals("localhost")
                ? new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")}
                : new InetAddress[] {InetAddress.ofLiteral(answers.removeFirst())};
        var performer = TestErrand.performer(upstream.transport(rebinding, TestUpstream.PATIENT));
        assertThat(performer.perform(TestErrand.of(PAY))).isInstanceOf(Performing.Done.class);
        assertThat(performer.perform(TestErrand.of(PAY))).isEqualTo(new NotDone("address-refused"));
        assertThat(performer.perform(TestErrand.of(PAY))).isInstanceOf(Performing.Done.class);
        assertThat(performer.perform(TestErrand.of(PAY))).isEqualTo(new NotDone("address-refused"));
        assertThat(upstream.connected).containsOnly(TestUpstream.PUBLIC);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "64:ff9b::a9fe:a9fe",
                "2002:a9fe:a9fe::1",
                "2001:0:a9fe:a9fe::1",
                "fd00:ec2::254",
                "::1",
                "fe80::1",
                "::ffff:127.0.0.1",
                "2001:db8::1", // H-29
                "0.0.0.0",
                "0.1.2.3",
                "127.0.0.1",
                "127.1.2.3",
                "100.64.0.1",
                "198.18.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "10.0.0.1",
                "169.254.169.254",
                "192.168.1.1",
                "224.0.0.1", // H-30
                "172.31.0.2" // H-31: what a CNAME to an internal name ends in
            })
    void h29h30h31AnAddressThatIsNotPublic(String address) throws Exception {
        assertThat(resolvingTo(address)).isEqualTo(new NotDone("address-refused"));
        assertThat(resolvingTo("93.184.215.14", address)).isEqualTo(new NotDone("address-refused"));
        assertThat(resolvingTo(address, "93.184.215.14")).isEqualTo(new NotDone("address-refused"));
        assertThat(upstream.connected).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"OTHER_NAME", "EXPIRED", "SELF_SIGNED"})
    void h32h33ACertificateThatIsNotTheHosts(TestCertificates.Server server) throws Exception {
        try (var other = new TestUpstream(server)) {
            other.says(OK + "\r\n", paid("x"));
            var performer = TestErrand.performer(other.transport(TestUpstream.PATIENT));
            assertThat(performer.perform(TestErrand.of(PAY))).isEqualTo(new NotDone("tls-refused"));
            assertThat(other.requests).isEmpty();
        }
    }

    @Test
    void h33PlainTextIsNoTls() throws Exception {
        try (var plain = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> {
                try (var socket = plain.accept()) {
                    socket.getOutputStream().write((OK + "\r\n{\"id\":\"po_1\"}").getBytes(ISO_8859_1));
                    socket.shutdownOutput();
                    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException gone) {
                    // it may
                }
            });
            var transport = new PinnedTransport(
                    new CheckedNames(TestUpstream.resolving(TestUpstream.PUBLIC), java.util.Map.of()),
                    (_, _) -> new Socket(plain.getInetAddress(), plain.getLocalPort()),
                    TestCertificates.client().getSocketFactory(),
                    TestUpstream.PATIENT);
            assertThat(TestErrand.performer(transport).perform(TestErrand.of(PAY)))
                    .isEqualTo(new NotDone("tls-refused"));
        }
    }

    // Resources

    private static void drip(OutputStream out, String endless) throws IOException, InterruptedException {
        for (byte b : endless.getBytes(ISO_8859_1)) {
            out.write(b);
            out.flush();
            Thread.sleep(25); // the hostile side may wait as long as it likes
        }
    }

    @Test
    void h34OneByteAtATime() throws Exception {
        var endless = "x".repeat(10_000);
        upstream.plays((out, _) -> drip(out, "HTTP/1.1 200 " + endless));
        assertThat(perform(PAY, TestUpstream.IMPATIENT)).isEqualTo(new Unknown("too-slow"));
        upstream.plays((out, _) -> drip(out, OK + "Content-Length: 9999\r\n\r\n" + endless));
        assertThat(perform(PAY, TestUpstream.IMPATIENT)).isEqualTo(new Unknown("too-slow"));
    }

    @Test
    void h34AnUpstreamThatSaysNothing() throws Exception {
        upstream.plays((_, raw) -> raw.getInputStream().transferTo(OutputStream.nullOutputStream()));
        assertThat(perform(PAY, TestUpstream.IMPATIENT)).isEqualTo(new Unknown("too-slow"));
        upstream.isMute();
        assertThat(perform(PAY, TestUpstream.IMPATIENT)).isEqualTo(new NotDone("too-slow"));
    }

    @Test
    void h35AnEndlessBody() throws Exception {
        var some = "0123456789abcdef".repeat(64);
        upstream.plays((out, _) -> {
            out.write((OK + "\r\n").getBytes(ISO_8859_1));
            while (true) {
                out.write(some.getBytes(ISO_8859_1));
            }
        });
        assertThat(perform()).isEqualTo(new Unknown("too-large"));
        upstream.plays((out, _) -> {
            out.write((OK + "Transfer-Encoding: chunked\r\n\r\n").getBytes(ISO_8859_1));
            while (true) {
                out.write(("400\r\n" + some + "\r\n").getBytes(ISO_8859_1));
            }
        });
        assertThat(perform()).isEqualTo(new Unknown("too-large"));
        upstream.plays((out, _) -> {
            out.write((OK + "Transfer-Encoding: chunked\r\n\r\n").getBytes(ISO_8859_1));
            while (true) {
                out.write("1;extension=of-no-use\r\nx\r\n".getBytes(ISO_8859_1));
            }
        });
        assertThat(perform()).isEqualTo(new Unknown("too-large"));
        assertThat(saying(OK + "Content-Length: 262145\r\n\r\n")).isEqualTo(new Unknown("too-large"));
        assertThat(saying(OK + "Transfer-Encoding: chunked\r\n\r\nffffffff\r\n"))
                .isEqualTo(new Unknown("too-large"));
    }

    @Test
    void h35ABodyOfTheLargestSizeIsTaken() throws Exception {
        var padded = (new String(paid("x"), UTF_8) + " ".repeat(ResponseReader.MOST_BODY)).substring(0, 256 * 1024);
        assertThat(saying(OK + "\r\n" + padded)).isInstanceOf(Performing.Done.class);
        assertThat(saying(OK + "\r\n" + padded + " ")).isEqualTo(new Unknown("too-large"));
        assertThat(saying(OK + "Content-Encoding: gzip\r\n\r\n", gzip(padded.getBytes(UTF_8))))
                .isInstanceOf(Performing.Done.class);
    }

    @Test
    void h36ABomb() throws Exception {
        var bomb = gzip(new byte[10 * 1024 * 1024]);
        assertThat(bomb.length).isLessThan(11_000);
        assertThat(saying(OK + "Content-Encoding: gzip\r\n\r\n", bomb)).isEqualTo(new Unknown("too-large"));
        assertThat(saying(OK + "Content-Encoding: deflate\r\n\r\n", deflate(new byte[10 * 1024 * 1024], false)))
                .isEqualTo(new Unknown("too-large"));
        // ten megabytes of spaces
        var brotli = Base64.getDecoder().decode("y///P/glQOKxQCD3/i///z/wSwDEYRGA7v0H");
        assertThat(saying(OK + "Content-Encoding: br\r\n\r\n", brotli)).isEqualTo(new Unknown("too-large"));
    }

    @Test
    void h37AFloodOfInterimAnswers() throws Exception {
        assertThat(saying("HTTP/1.1 100 Continue\r\n\r\n" + OK + "\r\n", paid("x")))
                .isInstanceOf(Performing.Done.class);
        assertThat(saying("HTTP/1.1 100 Continue\r\n\r\n".repeat(10_000))).isEqualTo(new Unknown("too-large"));
        assertThat(saying("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + OK + "\r\n", paid("x")))
                .isEqualTo(new Unknown("unsound-answer"));
        assertThat(saying("HTTP/1.1 102 Processing\r\n\r\n" + OK + "\r\n", paid("x")))
                .isEqualTo(new Unknown("unsound-answer"));
    }

    @Test
    void h38ManyHeadersOrALargeOne() throws Exception {
        assertThat(saying(OK + "A: b\r\n".repeat(10_000) + "\r\n")).isEqualTo(new Unknown("too-large"));
        assertThat(saying(OK + "A: " + "b".repeat(100 * 1024) + "\r\n\r\n")).isEqualTo(new Unknown("too-large"));
        assertThat(saying(OK + "Transfer-Encoding: chunked\r\n\r\n0\r\n" + "A: b\r\n".repeat(10_000) + "\r\n"))
                .isEqualTo(new Unknown("too-large"));
        assertThat(saying(OK + "A: " + "b".repeat(15 * 1024) + "\r\n\r\n", paid("x")))
                .isInstanceOf(Performing.Done.class);
    }

    // Protocol

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 13\r\nContent-Length: 14",
                "Content-Length: 13\r\nContent-Length: 13",
                "Content-Length: 13, 13",
                "Content-Length: +13",
                "Content-Length: 0xd",
                "Content-Length: -1",
                "Content-Length: ",
                "Content-Length: 13\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 13",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: identity",
                "Transfer-Encoding : chunked",
                "Folded: a\r\n b",
                " Leading: space",
                "No-Colon",
                ": no-name",
                "Na me: x",
                "X: a\nY: b",
                "X: a\rY: b",
                "X: a\0b"
            })
    void h39WhatCanBeReadInTwoWaysIsNotRead(String headers) throws Exception {
        assertThat(saying(OK + headers + "\r\n\r\n{\"id\":\"po_1\"}")).isEqualTo(new Unknown("unsound-answer"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\n\n{\"id\":\"po_1\"}",
                "HTTP/2 200 OK\r\n\r\n{\"id\":\"po_1\"}",
                "HTTP/0.9 200 OK\r\n\r\n{\"id\":\"po_1\"}",
                "http/1.1 200 OK\r\n\r\n{\"id\":\"po_1\"}",
                "HTTP/1.1  200 OK\r\n\r\n{\"id\":\"po_1\"}",
                "HTTP/1.1 +200 OK\r\n\r\n{\"id\":\"po_1\"}",
                "HTTP/1.1 2000 OK\r\n\r\n{\"id\":\"po_1\"}",
                "\r\nHTTP/1.1 200 OK\r\n\r\n{\"id\":\"po_1\"}",
                "{\"id\":\"po_1\"}\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n+d\r\n{\"id\":\"po_1\"}\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nd\n{\"id\":\"po_1\"}\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nc\r\n{\"id\":\"po_1\"}\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\n"
            })
    void h39WhatIsNoHttpIsNotRead(String answer) throws Exception {
        assertThat(saying(answer)).isEqualTo(new Unknown("unsound-answer"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200",
                "HTTP/1.1 200 OK\r\nContent-Len",
                "HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n{\"id\":\"po_1\"}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nd\r\n{\"id\":\"po_1\"}\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nd\r\n{\"id\":\"po_1\"}\r\n0\r\n"
            })
    void h39WhatIsCutOffIsNotRead(String answer) throws Exception {
        assertThat(saying(answer)).isEqualTo(new Unknown("broken-off"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE"})
    void h40AResetAfterTheRequestWasRead(String method) throws Exception { // B-12
        upstream.plays((_, raw) -> {
            raw.setSoLinger(true, 0);
            raw.close();
        });
        var document = """
                {"host": "api.upstream.example", "method": "%s", "path": "/v1/things",
                 "credential": {"secret": "%s", "as": "bearer"}, "answer": {"done": [{"status": [200]}]}}
                """.formatted(method, TestErrand.ARN);
        var performing = perform(document, TestUpstream.PATIENT);
        assertThat(performing).isEqualTo(method.equals("GET") ? new NotDone("broken-off") : new Unknown("broken-off"));
        assertThat(upstream.requests).hasSize(1);
        assertThat(upstream.connected).hasSize(1);
    }

    @Test
    void h41AnUpgrade() throws Exception {
        assertThat(saying("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n" + SECRET))
                .isEqualTo(new Unknown("unsound-answer"));
    }

    @Test
    void h42NoContentWithABody() throws Exception {
        var accepting = """
                {"host": "api.upstream.example", "method": "DELETE", "path": "/v1/things",
                 "credential": {"secret": "%s", "as": "bearer"}, "answer": {"done": [{"status": [204]}]}}
                """.formatted(TestErrand.ARN);
        upstream.says("HTTP/1.1 204 No Content\r\nContent-Length: 60\r\n\r\n" + SECRET);
        assertThat(perform(accepting, TestUpstream.PATIENT))
                .isEqualTo(new Performing.Done(Json.object().build(), ""));
        upstream.says("HTTP/1.1 204 No Content\r\nContent-Length: 60\r\n\r\n" + new String(paid(SECRET), UTF_8));
        assertThat(perform()).isEqualTo(new Unknown("unexpected-answer"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"po_1\",\"id\":\"po_2\"}",
                "{\"id\":\"po_1\",\"a\":{\"b\":1,\"b\":2}}",
                "{\"id\":\"po_1\",\"note\":NaN}",
                "{\"id\":\"po_1\"} {}",
                "{\"id\":\"po_1\",}",
                "{'id':'po_1'}",
                "{\"id\":\"po_1\"",
                "\ufeff{\"id\":\"po_1\"}",
                "{\"id\":\"po_1\",\"a\":1234567890123456789012}"
            })
    void h43AJsonThatTwoReadersReadDifferently(String body) throws Exception {
        assertThat(saying(OK + "\r\n", body.getBytes(UTF_8))).isEqualTo(new Unknown("unexpected-answer"));
    }

    @Test
    void h43ADeepOne() throws Exception {
        assertThat(saying(OK + "\r\n{\"id\":\"po_1\",\"a\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}"))
                .isEqualTo(new Unknown("unexpected-answer"));
    }

    @Test
    void h44AMappedFieldWithTheSecret() throws Exception {
        assertThat(saying(OK + "\r\n", paid(SECRET))).isEqualTo(WITHHELD);
        assertThat(saying(OK + "\r\n", paid("your key " + base64(SECRET) + " is fine")))
                .isEqualTo(WITHHELD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":7}",
                "{\"id\":null}",
                "{\"id\":{\"a\":\"b\"}}",
                "{\"id\":\"po 1\"}",
                "{\"id\":\"po_1\\u0000\"}",
                "{\"id\":\"po_1\\r\\nX: y\"}",
                "{\"id\":\"12345678901234567890123456789012345678901\"}",
                "{\"id\":\"po_1\",\"note\":7}",
                "{\"id\":\"po_1\",\"note\":\"\\u001b[31m\"}",
                "[]",
                "\"po_1\"",
                "null"
            })
    void h45AMappedFieldThatIsNotAsDeclared(String body) throws Exception {
        assertThat(saying(OK + "\r\n" + body)).isEqualTo(new Unknown("unexpected-answer"));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static String each(String text, String format) {
        return text.chars()
                .mapToObj(c -> String.format(java.util.Locale.ROOT, format, c))
                .collect(Collectors.joining());
    }

    private static String chunks(byte[] body, int size) {
        var chunks = new StringBuilder();
        for (int from = 0; from < body.length; from += size) {
            int length = Math.min(size, body.length - from);
            chunks.append(Integer.toHexString(length))
                    .append("\r\n")
                    .append(new String(body, from, length, ISO_8859_1))
                    .append("\r\n");
        }
        return chunks.toString();
    }

    private static byte[] gzip(byte[] body) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(body);
        }
        return bytes.toByteArray();
    }

    private static byte[] deflate(byte[] body, boolean raw) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(bytes, new Deflater(9, raw))) {
            out.write(body);
        }
        return bytes.toByteArray();
    }

    /** One uncompressed meta-block and an empty last one (RFC 7932, section 9.2): 64 KiB at most. */
    private static byte[] brotli(byte[] body) {
        int head = (body.length - 1) << 4 | 1 << 20;
        var bytes = new ByteArrayOutputStream();
        bytes.write(head);
        bytes.write(head >> 8);
        bytes.write(head >> 16);
        bytes.writeBytes(body);
        bytes.write(3);
        return bytes.toByteArray();
    }
}

package dev.valet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an operator under stress types, and reads. */
class RevokeTest {
    private static final String ID = "vr-01KJPZ8000REV0CAT10N000000";
    private static final String LEASE = "vl-01KJPZ8000REP0RTER00000000";
    private static final String CONFIRMED = """
            "state":"revoked","revokedAt":"2026-03-02T09:05:00.120Z","confirmedAt":"2026-03-02T09:05:03.400Z\"""";
    private static final String REPORTS = "arn:aws:iam::444455556666:role/valet/reports";

    private final List<String> asked = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final InputStream typing = System.in;
    private final HttpServer server = server();
    private String answer = revocation("\"agent\":\"reporter\"", CONFIRMED);
    private int status = 200;

    private static String revocation(String scope, String state) {
        return """
                {"revocation":{"id":"%s","scope":{%s},%s,"at":"2026-03-02T09:05:00Z","by":"[\\"aws\\"]",
                 "person":"ada@acme.example","reason":"evil\\u001b[2J","recorded":true,"leavesValues":false}}""".formatted(ID, scope, state);
    }

    /** The answer that began it says more. */
    private static String with(String revocation, String more) {
        return revocation.replace("\"recorded\":true", "\"recorded\":true," + more);
    }

    private HttpServer server() {
        try {
            var made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            made.createContext("/", this::answer);
            made.start();
            return made;
        } catch (IOException noPort) {
            throw new AssertionError(noPort);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + (body.isEmpty() ? "" : " " + body));
        var bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @BeforeEach
    void signIn() {
        System.setProperty("aws.accessKeyId", "AKIAEXAMPLE");
        System.setProperty("aws.secretAccessKey", "canary-77b1-secret-access-key");
    }

    @AfterEach
    void stop() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        System.setIn(typing);
        server.stop(0);
        assertThat(out.toString() + err).doesNotContain("\u001b[2J"); // T-36
    }

    private int valet(String line) {
        var url = "http://127.0.0.1:" + server.getAddress().getPort();
        return Valet.commandLine(Map.of("VALET_OPERATOR_URL", url, "AWS_REGION", "eu-west-1"))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(line.split(" "));
    }

    private void types(String text) {
        System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @MethodSource
    void eachCommandIsOneRequest(String line, String request) {
        assertThat(valet(line)).isZero();
        assertThat(asked).containsExactly(request);
    }

    static Stream<Arguments> eachCommandIsOneRequest() {
        return Stream.of(
                arguments(
                        "revoke --agent reporter --reason drill",
                        "POST /admin/revocations {\"agent\":\"reporter\",\"reason\":\"drill\"}"),
                arguments(
                        "revoke --agent reporter --grant reports-reader --reason drill",
                        "POST /admin/revocations {\"agent\":\"reporter\",\"grant\":\"reports-reader\","
                                + "\"reason\":\"drill\"}"),
                arguments(
                        "revoke --lease " + LEASE + " --grant reports-reader --agent reporter --reason drill",
                        "POST /admin/revocations {\"agent\":\"reporter\",\"grant\":\"reports-reader\",\"lease\":\""
                                + LEASE + "\",\"reason\":\"drill\"}"),
                arguments(
                        "revoke --everything --yes --reason drill",
                        "POST /admin/revocations {\"everything\":true,\"reason\":\"drill\"}"),
                arguments(
                        "agents suspend reporter --reason drill",
                        "POST /admin/agents/reporter/suspend {\"reason\":\"drill\"}"),
                arguments(
                        "agents resume reporter --reason drill",
                        "POST /admin/agents/reporter/resume {\"reason\":\"drill\"}"),
                arguments(
                        "revocations lift " + ID + " --reason drill",
                        "POST /admin/revocations/" + ID + "/lift {\"reason\":\"drill\"}"),
                arguments("revocations show " + ID, "GET /admin/revocations/" + ID),
                arguments("revocations list", "GET /admin/revocations"));
    }

    @ParameterizedTest
    @MethodSource
    void wrongUseAsksNobody(String line, String said) {
        assertThat(valet(line)).isEqualTo(2);
        assertThat(asked).isEmpty();
        assertThat(err.toString()).contains(said);
    }

    static Stream<Arguments> wrongUseAsksNobody() {
        return Stream.of(
                arguments("revoke --reason drill", "Missing required argument"),
                arguments("revoke --agent reporter", "--reason"),
                arguments("revoke --everything --agent reporter --reason drill", "mutually exclusive"),
                arguments("revoke --grant reports-reader --reason drill", "--agent"),
                arguments("revoke --agent reporter --lease " + LEASE + " --reason drill", "valet audit list --lease"),
                arguments("revoke --agent ../x --reason drill", "../x: "),
                arguments("agents suspend ../x --reason drill", "../x: "),
                arguments("agents suspend reporter", "--reason"),
                arguments("revocations show ../agents", "../agents: is a revocation id"),
                arguments("revocations lift " + ID, "--reason"),
                arguments("revocations", "Say what to do with revocations"),
                arguments("agents", "Say what to do with an agent"));
    }

    @Test
    void everythingIsTypedOut() {
        types("everything\n");
        assertThat(valet("revoke --everything --reason drill")).isZero();
        assertThat(err.toString()).contains("every lease of every agent");
        assertThat(asked).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource
    void whoeverHesitatesEndsNothing(String typed) {
        types(typed);
        assertThat(valet("revoke --everything --reason drill")).isEqualTo(2);
        assertThat(err.toString()).endsWith("Nothing was ended" + System.lineSeparator());
        assertThat(asked).isEmpty();
    }

    static Stream<String> whoeverHesitatesEndsNothing() {
        return Stream.of("", "\n", "y\n", "yes\n", "everything else\n");
    }

    @Test
    void whatIsDeadIsSaidFirst() {
        answer = with(answer, "\"denies\":{\"%s\":{\"standing\":\"confirmed\"}},\"inFlight\":[]".formatted(REPORTS));
        assertThat(valet("agents suspend reporter --reason drill")).isZero();
        assertThat(out.toString()).isEqualTo("""
                Ended: agent reporter. Nothing new is issued. That it is dead was seen at 2026-03-02T09:05:03.400Z.
                  vr-01KJPZ8000REV0CAT10N000000, by ada@acme.example: evil\ufffd[2J, at 2026-03-02T09:05:00Z
                Its sessions, on each role
                  confirmed  arn:aws:iam::444455556666:role/valet/reports
                What you can do
                  To allow it again, a minute later at the earliest:
                    valet agents resume reporter --reason …
                """);
    }

    @Test
    void whatIsNotDeadYetIsSaidAndIsNoSuccess() {
        answer = with(
                        revocation(
                                "\"everything\":true", "\"state\":\"revoked\",\"revokedAt\":\"2026-03-02T09:05:00Z\""),
                        """
                "denies":{"arn:aws:iam::444455556666:role/valet/a":{"standing":"confirmed"},
                 "%s":{"standing":"pending","cause":"iam-access-denied"}},
                "rotations":{"arn:aws:secretsmanager:eu-west-1:111122223333:secret:leasable/hook-Wh7mTx":{"standing":"asked"}},
                "inFlight":[{"performance":"va-00","agent":"payer","grant":"pays","action":"pay-invoice","state":"sent"}]""".formatted(REPORTS))
                .replace("\"leavesValues\":false", "\"leavesValues\":true");
        assertThat(valet("revoke --everything --yes --reason drill")).isEqualTo(5);
        assertThat(out.toString()).isEqualTo("""
                Ended, not confirmed: everything. Nothing new is issued. All that it had is listed for denial, and not all of it was seen to be dead.
                  vr-01KJPZ8000REV0CAT10N000000, by ada@acme.example: evil\ufffd[2J, at 2026-03-02T09:05:00Z
                Its sessions, on each role
                  pending    arn:aws:iam::444455556666:role/valet/reports  iam-access-denied
                  confirmed  arn:aws:iam::444455556666:role/valet/a
                What it was given of secrets
                  asked      arn:aws:secretsmanager:eu-west-1:111122223333:secret:leasable/hook-Wh7mTx
                Sent before, and not to be called back
                  sent       pay-invoice for agent payer  va-00
                What you can do
                  Copies of secrets that are not rotated by Valet still work: rotate these yourself.
                  Valet goes on every minute; no session lives longer than fifteen. How it stands:
                    valet revocations show vr-01KJPZ8000REV0CAT10N000000
                  To allow it again, a minute later at the earliest:
                    valet revocations lift vr-01KJPZ8000REV0CAT10N000000 --reason …
                """);
    }

    @Test
    void whatHasOnlyBegunIsNoSuccess() {
        status = 202;
        answer = revocation("\"agent\":\"reporter\",\"grant\":\"reports-reader\"", "\"state\":\"revoking\"")
                .replace("\"recorded\":true", "\"recorded\":false");
        assertThat(valet("revoke --agent reporter --grant reports-reader --reason drill"))
                .isEqualTo(5);
        assertThat(out.toString())
                .startsWith("Begun, not finished: grant reports-reader of agent reporter. Nothing new is issued.")
                .contains("may work", "not in the audit yet");
    }

    /** Its grant lives on, and nothing of it is ever allowed again. */
    @Test
    void ofOneLeaseNoMoreIsPromised() {
        answer = revocation(
                "\"agent\":\"reporter\",\"grant\":\"reports-reader\",\"lease\":\"%s\"".formatted(LEASE), CONFIRMED);
        assertThat(valet("revoke --lease " + LEASE + " --grant reports-reader --agent reporter --reason drill"))
                .isZero();
        assertThat(out.toString())
                .startsWith("Ended: lease " + LEASE + " of grant reports-reader of agent reporter. That it is dead")
                .doesNotContain("Nothing new", "again");
    }

    @Test
    void lookingIsASuccessHoweverFarItIs() {
        answer = revocation("\"agent\":\"reporter\"", "\"state\":\"revoking\"");
        assertThat(valet("revocations show " + ID)).isZero();
        answer = revocation("\"agent\":\"reporter\"", "\"state\":\"lifted\"");
        assertThat(valet("agents resume reporter --reason drill")).isZero();
        assertThat(out.toString()).contains("Lifted: agent reporter. What was ended stays ended.");
    }

    @Test
    void theListHasALineForEach() {
        answer = "{\"revocations\":[" + inner(answer) + ","
                + inner(revocation("\"everything\":true", "\"state\":\"lifted\"")) + "]}";
        assertThat(valet("revocations list")).isZero();
        assertThat(out.toString()).isEqualTo("""
                vr-01KJPZ8000REV0CAT10N000000  confirmed  2026-03-02T09:05:00Z  agent reporter  by ada@acme.example: evil\ufffd[2J
                vr-01KJPZ8000REV0CAT10N000000  lifted     2026-03-02T09:05:00Z  everything  by ada@acme.example: evil\ufffd[2J
                """);
        answer = "{\"revocations\":[]}";
        assertThat(valet("revocations list")).isZero();
        assertThat(out.toString()).endsWith("Nothing was revoked." + System.lineSeparator());
    }

    private static String inner(String answer) {
        return answer.substring("{\"revocation\":".length(), answer.length() - 1);
    }

    @Test
    void scriptsGetTheAnswerAsItCame() {
        assertThat(valet("revoke --agent reporter --reason drill --json")).isZero();
        assertThat(out.toString()).startsWith("{\"revocation\":{").contains("\"confirmedAt\"");
    }

    @Test
    void tooSoonIsSaidInTheServersWords() {
        status = 409;
        answer = """
                {"title":"Too soon to allow it again","detail":"Try again after a while.","reason":"not-settled"}""";
        assertThat(valet("agents resume reporter --reason drill")).isEqualTo(1);
        assertThat(err.toString()).contains("Too soon to allow it again", "Try again after a while.");
    }
}

package dev.valet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator reads and decides at a terminal. */
class ApprovalsTest {
    private static final String ID = "ap-01KJPZ8000APPR0VA100000000";
    private static final String HASH = "d3d7bb0f6386a5ffc23255c0c0d9e33b47cd8de39907c0b4dc4ef80561af3447";
    private static final String WAITING = """
            {"id":"%s","agent":"release","grant":"release-hotfix","state":"open","approvers":1,"approvedBy":0,"uses":1,
             "used":0,"askedAt":"2026-03-02T09:00:00Z","expiresAt":"2026-03-02T10:00:00Z","hash":"%s",
             "asked":{"act":"lease","request":{"parameters":{"version":"v8"},"reason":"evil\\u001b[2J"}},
             "excluded":["rita@acme.example"],"votes":[],"usedBy":[]}""".formatted(ID, HASH);

    @TempDir
    private Path dir = Path.of("");

    private final List<String> asked = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String answer = "{\"approval\":" + WAITING + "}";
    private int status = 200;
    private final HttpServer server = server();

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
        System.setProperty("aws.secretAccessKey", "canary-5e0d-secret-access-key");
    }

    @AfterEach
    void stop() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        server.stop(0);
    }

    private int valet(String... args) {
        var url = "http://127.0.0.1:" + server.getAddress().getPort();
        return Valet.commandLine(Map.of("VALET_OPERATOR_URL", url, "AWS_REGION", "eu-west-1"))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    @Test
    void whatWaitsIsOneLineEach() {
        answer = "{\"approvals\":[" + WAITING + "]}";
        assertThat(valet("approvals", "list")).isEqualTo(0);
        assertThat(asked).containsExactly("GET /admin/approvals?state=open");
        assertThat(out.toString()).contains(ID, "release asks for release-hotfix", "until 2026-03-02T10:00:00Z");
    }

    @Test
    void whenNothingWaitsItSaysSo() {
        answer = "{\"approvals\":[]}";
        assertThat(valet("approvals", "list", "--all")).isEqualTo(0);
        assertThat(out.toString()).isEqualTo("Nothing waits." + System.lineSeparator());
    }

    @Test
    void whatIsAskedIsShownWholeAndNothingOfItMovesTheTerminal() { // T-36
        assertThat(valet("approvals", "show", ID)).isEqualTo(0);
        assertThat(out.toString())
                .contains("\"version\": \"v8\"", "not to approve: rita@acme.example", "hash " + HASH)
                .doesNotContain("\u001b[2J");
    }

    @Test
    void nothingIsApprovedUnread() {
        assertThat(valet("approvals", "approve", ID)).isEqualTo(2);
        assertThat(asked).containsExactly("GET /admin/approvals/" + ID);
        assertThat(err.toString()).contains("approvals approve " + ID + " --hash d3d7bb0f");
    }

    @Test
    void aYesCarriesTheHashOfWhatWasRead() {
        assertThat(valet("approvals", "approve", ID, "--hash", "d3d7bb0f", "--reason", "the quarter ends"))
                .isEqualTo(0);
        assertThat(asked)
                .containsExactly(
                        "GET /admin/approvals/" + ID,
                        "POST /admin/approvals/" + ID + "/approve {\"hash\":\"" + HASH
                                + "\",\"reason\":\"the quarter ends\"}");
    }

    @Test
    void aYesToSomethingElseIsNotSent() { // T-40
        assertThat(valet("approvals", "approve", ID, "--hash", "00000000")).isEqualTo(2);
        assertThat(valet("approvals", "approve", ID, "--hash", "d3d7")).isEqualTo(2);
        assertThat(asked).allMatch(request -> request.startsWith("GET "));
    }

    @Test
    void aNoHasAReason() {
        assertThat(valet("approvals", "deny", ID)).isEqualTo(2);
        assertThat(asked).isEmpty();
        assertThat(valet("approvals", "deny", ID, "--reason", "not on a Friday"))
                .isEqualTo(0);
        assertThat(asked).containsExactly("POST /admin/approvals/" + ID + "/deny {\"reason\":\"not on a Friday\"}");
    }

    @Test
    void aGrantIsAllowedBeforehandForAWhile() {
        assertThat(valet(
                        "approvals",
                        "allow",
                        "--agent",
                        "release",
                        "--grant",
                        "release-hotfix",
                        "--uses",
                        "3",
                        "--minutes",
                        "30",
                        "--reason",
                        "the migration"))
                .isEqualTo(0);
        assertThat(asked)
                .containsExactly("POST /admin/approvals {\"agent\":\"release\",\"grant\":\"release-hotfix\",\"uses\":3,"
                        + "\"minutes\":30,\"reason\":\"the migration\"}");
    }

    @Test
    void whatIsNoIdIsAskedOfNobody() {
        assertThat(valet("approvals", "show", "../agents")).isEqualTo(2);
        assertThat(asked).isEmpty();
        assertThat(err.toString()).contains("is an approval id, ap- and 26 characters");
    }

    @Test
    void anApplyThatReachesProductionWaitsForASecondPerson() throws IOException {
        Files.writeString(dir.resolve("agents.yaml"), """
                agent: payer
                owner: team
                environment: production
                identities: [{role: "arn:aws:iam::444455556666:role/payer", uniqueId: AROAPAYER00000000000}]
                """);
        answer =
                "{\"applied\":0,\"plan\":[{\"op\":\"create\",\"kind\":\"agent\",\"id\":\"payer\",\"diff\":[]}],\"approval\":"
                        + WAITING + "}";
        status = 202;
        assertThat(valet("apply", "-f", dir.toString())).isEqualTo(5);
        assertThat(err.toString()).contains("valet approvals show " + ID, "--approval " + ID);
        status = 200;
        answer = "{\"applied\":1,\"plan\":[{\"op\":\"create\",\"kind\":\"agent\",\"id\":\"payer\",\"diff\":[]}]}";
        assertThat(valet("apply", "-f", dir.toString(), "--approval", ID)).isEqualTo(0);
        assertThat(asked.getLast()).contains("\"approval\":\"" + ID + "\"");
        assertThat(valet("apply", "-f", dir.toString(), "--break-glass", "ben is on a plane"))
                .isEqualTo(0);
        assertThat(asked.getLast()).contains("\"breakGlass\":\"ben is on a plane\"");
        assertThat(valet("apply", "-f", dir.toString(), "--approval", ID, "--break-glass", "both"))
                .isEqualTo(2);
    }
}

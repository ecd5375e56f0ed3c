package dev.valet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.valet.Json;
import dev.valet.json.StrictJson;
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
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class ValetTest {
    private static final String AGENT = """
            agent: reporter
            owner: team-data
            environment: sandbox
            identities: [{role: "arn:aws:iam::444455556666:role/agents/reporter", uniqueId: AROAREPORTER00000001}]
            """;
    private static final String SECRET_KEY = "canary-2f1c-secret-access-key";

    private record Asked(String method, String path, Map<String, String> headers, String body) {}

    @TempDir
    private Path dir = Path.of("");

    private final Map<String, String> env = new TreeMap<>();
    private final List<Asked> asked = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private int status = 200;
    private String answer = "{}";
    private Map<String, String> answerHeaders = Map.of();
    private HttpServer server = server();

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
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(
                new Asked(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), headers, body));
        answerHeaders.forEach(exchange.getResponseHeaders()::set);
        var bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @BeforeEach
    void signIn() {
        System.setProperty("aws.accessKeyId", "AKIAEXAMPLE");
        System.setProperty("aws.secretAccessKey", SECRET_KEY);
        env.put("VALET_URL", url());
        env.put("VALET_OPERATOR_URL", url());
        env.put("AWS_REGION", "eu-west-1");
    }

    @AfterEach
    void stop() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        server.stop(0);
        assertThat(out.toString() + err).doesNotContain(SECRET_KEY);
    }

    private int valet(String... args) {
        CommandLine line =
                Valet.commandLine(env).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(args);
    }

    private Path file(String name, String text) {
        try {
            var file = dir.resolve(name);
            Files.createDirectories(file.resolveSibling("."));
            return Files.writeString(file, text);
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    @Test
    void validConfigurationIsValidWithoutAServer() {
        file("agents.yaml", AGENT);
        server.stop(0);
        assertThat(valet("validate", "-f", dir.toString())).isEqualTo(0);
        assertThat(out.toString()).isEqualTo("valid: 1 file\n");
    }

    @Test
    void everyFaultIsALineAndTheExitCodeIsTwo() {
        file("team/b.yml", AGENT.replace("sandbox", "prod"));
        file("a.yaml", "grant: [");
        file("notes.txt", "not: [yaml");
        assertThat(valet("validate", "-f", dir.toString())).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("""
                        a.yaml:1:9: is YAML 1.2
                        team/b.yml:3:14: /environment: is sandbox, staging or production
                        2 faults
                        """);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anActionIsCheckedAsStrictlyAsOnTheServer() {
        var action = """
                action: notify-team
                description: Tells a team what was found
                impact: low
                environment: sandbox
                input:
                  type: object
                  properties:
                    message: {type: string, maxLength: 400, pattern: "^(a+)+$"}
                  additionalProperties: false
                lambda: {function: "arn:aws:lambda:eu-west-1:444455556666:function:notify:live"}
                """;
        file("actions.yaml", action);
        server.stop(0);
        assertThat(valet("validate", "-f", dir.toString())).isEqualTo(0);
        file("actions.yaml", action.replace(", maxLength: 400", ""));
        assertThat(valet("validate", "-f", dir.toString())).isEqualTo(2);
        assertThat(err.toString()).startsWith("actions.yaml:8:5: /input/properties/message: has maxLength");
    }

    @Test
    void whatTheDeploymentForbidsIsSeenWhenItIsNamed() {
        var grant = """
                ---
                grant: self-service
                agent: reporter
                environment: sandbox
                description: Valet's own account
                aws:
                  role: arn:aws:iam::111122223333:role/valet/x
                  externalId: vx-1
                  allow: [{actions: ["s3:GetObject"], resources: ["arn:aws:s3:::a/*"]}]
                """;
        var one = file("one.yaml", AGENT + grant).toString();
        assertThat(valet("validate", "-f", one)).isEqualTo(0);
        assertThat(valet("validate", "-f", one, "--account", "111122223333")).isEqualTo(2);
        assertThat(err.toString()).startsWith("one.yaml:11:9: /aws/role: is not of Valet's own account\n");
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        file("a.yaml", AGENT);
        var outside = Files.createTempFile("outside", ".yaml");
        Files.writeString(outside, "surprise: 1");
        Files.createSymbolicLink(dir.resolve("link.yaml"), outside);
        assertThat(valet("validate", "-f", dir.toString())).isEqualTo(0);
        Files.delete(outside);
    }

    @Test
    void whatIsNoDirectoryOrHasNoFilesIsWrongUse() {
        assertThat(valet("validate", "-f", dir.resolve("nowhere").toString())).isEqualTo(2);
        assertThat(valet("validate", "-f", dir.toString())).isEqualTo(2);
        assertThat(valet("validate")).isEqualTo(2);
        assertThat(valet("frobnicate")).isEqualTo(2);
        assertThat(valet()).isEqualTo(2);
        assertThat(valet("--help")).isEqualTo(0);
    }

    @Test
    void bytesThatAreNoTextAreNamed() throws IOException {
        Files.write(dir.resolve("a.yaml"), new byte[] {'a', ':', ' ', (byte) 0xff});
        assertThat(valet("validate", "-f", dir.toString())).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("a.yaml:1:1: is UTF-8\n");
    }

    @Test
    void aPlanIsShownForPeople() {
        file("agents.yaml", AGENT);
        answer = """
                {"plan":[
                  {"op":"create","kind":"agent","id":"reporter","diff":[{"pointer":"/owner","after":"team"}]},
                  {"op":"change","kind":"grant","id":"reports-reader","diff":[
                    {"pointer":"/ttlSeconds","before":900,"after":600},{"pointer":"/limits","before":{"concurrent":5}}]},
                  {"op":"remove","kind":"issuer","id":"laptops","diff":[{"pointer":"/url","before":"https://x"}]}],
                 "applied":0}""";
        assertThat(valet("plan", "-f", dir.toString(), "--prune")).isEqualTo(0);
        assertThat(out.toString()).isEqualTo("""
                        + create agent reporter
                            + /owner: "team"
                        ~ change grant reports-reader
                            ~ /ttlSeconds: 900 → 600
                            - /limits: {"concurrent":5}
                        - remove issuer laptops
                        3 to apply
                        """);
        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.method() + " " + request.path()).isEqualTo("POST /admin/apply");
            assertThat(StrictJson.read(request.body()).canonical())
                    .isEqualTo("{\"files\":[{\"name\":\"agents.yaml\",\"text\":"
                            + Json.of(AGENT).canonical() + "}],\"mode\":\"plan\",\"prune\":true}");
        });
    }

    @Test
    void anApplySaysWhatItDid() {
        file("agents.yaml", AGENT);
        answer = "{\"plan\":[{\"op\":\"create\",\"kind\":\"agent\",\"id\":\"reporter\",\"diff\":[]}],\"applied\":1}";
        assertThat(valet("apply", "-f", dir.toString())).isEqualTo(0);
        assertThat(out.toString()).isEqualTo("+ create agent reporter\n1 of 1 applied\n");
        assertThat(asked.getFirst().body()).contains("\"mode\":\"apply\",\"prune\":false");
        answer = "{\"plan\":[],\"applied\":0}";
        assertThat(valet("apply", "-f", dir.toString())).isEqualTo(0);
        assertThat(out.toString()).endsWith("Nothing to do: the configuration is as the files say.\n");
    }

    @Test
    void whatIsBrokenByItselfDoesNotTravel() {
        file("agents.yaml", AGENT.replace("sandbox", "prod"));
        assertThat(valet("apply", "-f", dir.toString())).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("agents.yaml:3:14: /environment: is sandbox, staging or production\n");
        assertThat(asked).isEmpty();
    }

    @Test
    void theServersFaultsArePrintedLikeOurOwn() {
        file("agents.yaml", AGENT);
        status = 400;
        answer = """
                {"type":"urn:valet:problem:malformed","title":"The configuration breaks rules","status":400,
                 "detail":"Nothing was written.","reason":"malformed","requestId":"req-1","errors":[
                 {"file":"agents.yaml","line":3,"column":14,"pointer":"/environment","rule":"is within"}]}""";
        assertThat(valet("apply", "-f", dir.toString())).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("""
                        valet: The configuration breaks rules
                        Nothing was written.
                        agents.yaml:3:14: /environment: is within
                        request req-1
                        """);
    }

    @Test
    void requestsAreSigned() {
        assertThat(valet("whoami")).isEqualTo(0);
        var request = asked.getFirst();
        assertThat(request.path()).isEqualTo("/v1/whoami");
        assertThat(request.headers().get("Authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/")
                .contains("/eu-west-1/execute-api/aws4_request")
                .contains("SignedHeaders=")
                .contains("host");
    }

    @Test
    void anAgentWithATokenSendsIt() {
        env.put("VALET_TOKEN_FILE", file("token", "eyJh.eyJz.c2ln\n").toString());
        assertThat(valet("grants")).isEqualTo(0);
        assertThat(asked.getFirst().path()).isEqualTo("/oidc/v1/grants");
        assertThat(asked.getFirst().headers()).containsEntry("Authorization", "Bearer eyJh.eyJz.c2ln");
    }

    @Test
    void aTokenFileWithoutATokenIsNotSent() {
        env.put("VALET_TOKEN_FILE", file("token", "root:x:0:0:canary").toString());
        assertThat(valet("grants")).isEqualTo(3);
        assertThat(asked).isEmpty();
        assertThat(err.toString()).doesNotContain("canary");
    }

    @Test
    void aDenialIsExplainedWithItsRule() {
        answer = "{\"decision\":\"denied\",\"reason\":\"forbidden\",\"rule\":\"guardrail.no-weekends\"}";
        assertThat(valet("explain", "reports-reader", "-p", "team=web", "--ttl", "600"))
                .isEqualTo(4);
        assertThat(StrictJson.read(asked.getFirst().body()).canonical())
                .isEqualTo("{\"grant\":\"reports-reader\",\"parameters\":{\"team\":\"web\"},\"ttlSeconds\":600}");
        assertThat(out.toString()).contains("\"rule\": \"guardrail.no-weekends\"");
        answer = "{\"decision\":\"allowed\",\"ttlSeconds\":900}";
        assertThat(valet("explain", "reports-reader", "--json")).isEqualTo(0);
        assertThat(out.toString()).endsWith("{\"decision\":\"allowed\",\"ttlSeconds\":900}\n");
    }

    @ParameterizedTest
    @MethodSource
    void anAnswerThatIsNoSuccessHasItsExitCode(int answered, String body, String errorType, int code) {
        status = answered;
        answer = body;
        answerHeaders = errorType.isEmpty() ? Map.of() : Map.of("x-amzn-ErrorType", errorType);
        assertThat(valet("whoami")).isEqualTo(code);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("valet: ");
    }

    static Stream<Arguments> anAnswerThatIsNoSuccessHasItsExitCode() {
        var refused = "{\"title\":\"No\",\"reason\":\"%s\"}";
        return Stream.of(
                arguments(400, refused.formatted("malformed"), "", 2),
                arguments(401, "{\"message\":\"Unauthorized\"}", "UnauthorizedException", 3),
                arguments(
                        403,
                        "{\"message\":\"Missing Authentication Token\"}",
                        "MissingAuthenticationTokenException",
                        3),
                arguments(
                        403,
                        "{\"message\":\"The security token included in the request is expired\"}",
                        "ExpiredTokenException",
                        6),
                arguments(403, refused.formatted("unknown-principal"), "", 3),
                arguments(403, refused.formatted("forbidden"), "", 4),
                arguments(404, refused.formatted("not-found"), "", 2),
                arguments(409, refused.formatted("changed-meanwhile"), "", 1),
                arguments(429, refused.formatted("limit-reached"), "", 7),
                arguments(502, "<html>", "", 7),
                arguments(503, refused.formatted("upstream-busy"), "", 7));
    }

    @Test
    void aRedirectIsNotFollowed() {
        status = 302;
        answerHeaders = Map.of("Location", url() + "/elsewhere");
        assertThat(valet("whoami")).isEqualTo(1);
        assertThat(asked).hasSize(1);
    }

    @Test
    void whatDoesNotAnswerIsSaidInOneLine() {
        server.stop(0);
        assertThat(valet("whoami")).isEqualTo(7);
        assertThat(err.toString()).startsWith("Valet does not answer at 127.0.0.1:");
    }

    @Test
    void whatIsNotValetIsSaid() {
        answer = "<html>hello</html>";
        assertThat(valet("whoami")).isEqualTo(7);
    }

    @ParameterizedTest
    @MethodSource
    void aUrlIsHttpsOrOfThisMachine(String url) {
        assertThat(valet("whoami", "--url", url)).isEqualTo(2);
        assertThat(err.toString()).startsWith("The URL of Valet is https");
    }

    static Stream<String> aUrlIsHttpsOrOfThisMachine() {
        return Stream.of(
                "http://valet.example",
                "ftp://127.0.0.1",
                "valet.example",
                "https://valet.example?x=1",
                "http://127.0.0.1.evil.example",
                ":");
    }

    @Test
    void whereValetIsMustBeSaid() {
        env.remove("VALET_URL");
        assertThat(valet("whoami")).isEqualTo(2);
        assertThat(err.toString()).contains("VALET_URL");
    }

    @Test
    void nothingAServerSaysCanDriveTheTerminal() { // T-36
        answer = "{\"agent\":\"a\u009bb\u202ec\"}";
        assertThat(valet("whoami")).isEqualTo(0);
        assertThat(out.toString()).isEqualTo("{\n  \"agent\": \"a\ufffdb\ufffdc\"\n}\n");
        status = 403;
        answer = "{\"title\":\"\u001b[2Jgone\",\"reason\":\"forbidden\"}".replace("\u001b", "\\u001b");
        assertThat(valet("whoami")).isEqualTo(4);
        assertThat(err.toString()).isEqualTo("valet: \ufffd[2Jgone\n");
    }

    @Test
    void otherModulesAddCommandsOfTheirOwn() {
        @CommandLine.Command(name = "up")
        class Up implements Runnable {
            @Override
            public void run() {
                throw new Failed(Exit.DENIED, "no");
            }
        }
        var line = Valet.commandLine(env).addSubcommand(new Up()).setErr(new PrintWriter(err, true));
        assertThat(line.execute("up")).isEqualTo(4);
        assertThat(err.toString()).isEqualTo("no\n");
    }
}

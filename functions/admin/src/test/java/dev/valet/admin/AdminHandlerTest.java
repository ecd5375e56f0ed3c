package dev.valet.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Json;
import dev.valet.audit.AuditLog;
import dev.valet.audit.Phase;
import dev.valet.config.ReadConfiguration;
import dev.valet.edge.Edge;
import dev.valet.edge.RequestLog;
import dev.valet.edge.Settings;
import dev.valet.edge.Wiring;
import dev.valet.identity.Principal;
import dev.valet.json.StrictJson;
import dev.valet.registry.ApplyConfiguration;
import dev.valet.registry.Configuration;
import dev.valet.registry.Deployment;
import dev.valet.registry.Document;
import dev.valet.testkit.MemoryAudit;
import dev.valet.testkit.MemoryConfiguration;
import dev.valet.testkit.Sample;
import dev.valet.testkit.TurnableClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class AdminHandlerTest {
    private static final String AGENT = """
            agent: reporter
            owner: team-data
            environment: sandbox
            identities: [{role: "arn:aws:iam::444455556666:role/agents/reporter", uniqueId: AROAREPORTER00000001}]
            """;
    private static final String GRANT = """
            grant: key-reader
            agent: reporter
            environment: sandbox
            description: Decrypts with one key
            aws:
              role: arn:aws:iam::444455556666:role/valet/keys
              externalId: vx-7f3a91
              allow: [{actions: ["kms:Decrypt"], resources: ["arn:aws:kms:eu-west-1:444455556666:key/abc"]}]
              escapeActions: ["kms:Decrypt"]
            """;

    private static final Principal.AwsRole OPERATORS =
            new Principal.AwsRole("aws", "111122223333", "valet-operators", "AROAOPERATOR00000001");
    private static final Settings SETTINGS = Settings.from(Map.of(
            "VALET_STATE_TABLE", "state",
            "VALET_AUDIT_TABLE", "audit",
            "VALET_ACCOUNT", Sample.VALET_ACCOUNT,
            "VALET_STAGE", "live",
            "VALET_API_ID", "op1",
            "VALET_AUDIENCE", "https://valet.example",
            "VALET_OPERATORS", "arn:aws:iam::111122223333:role/sso/valet-operators|AROAOPERATOR00000001",
            "AWS_REGION", "eu-west-1"));

    private final TurnableClock clock = new TurnableClock();
    private final MemoryConfiguration memory = new MemoryConfiguration();
    private final MemoryAudit auditStore = new MemoryAudit();
    private final AuditLog audit = new AuditLog(auditStore);
    private final List<String> log = new ArrayList<>();
    private final AdminHandler handler = handler(memory);

    private AdminHandler handler(Configuration configuration) {
        var deployment = new Deployment(
                Optional.of(SETTINGS.account()), SETTINGS.developmentAccounts(), Set.copyOf(SETTINGS.operators()));
        return new AdminHandler(
                new Edge(SETTINGS, new RequestLog(log::add, clock)),
                new Operators(SETTINGS.operators(), audit, clock),
                new ApplyRoute(
                        new ReadConfiguration(), new ApplyConfiguration(configuration, deployment, audit, clock)),
                new ReadRoutes(configuration),
                null);
    }

    private record Answer(int status, Map<String, Json> headers, Json body) {
        String text() {
            return body.canonical();
        }
    }

    private Answer ask(
            AdminHandler handler, Principal.AwsRole role, String method, String resource, Json path, String body) {
        var caller = role.uniqueId() + ":ada@acme.example";
        var identity = Json.object()
                .with("accountId", role.account())
                .with("accessKey", "ASIAEXAMPLE")
                .with("caller", caller)
                .with("user", caller)
                .with(
                        "userArn",
                        "arn:aws:sts::" + role.account() + ":assumed-role/" + role.roleName() + "/ada@acme.example");
        var context = Json.object()
                .with("accountId", SETTINGS.account())
                .with("apiId", SETTINGS.apiId())
                .with("stage", SETTINGS.stage())
                .with("resourcePath", resource)
                .with("httpMethod", method)
                .with("requestId", "req-1")
                .with("identity", identity.build());
        var event = Json.object()
                .with("resource", resource)
                .with("httpMethod", method)
                .with("pathParameters", path)
                .with("requestContext", context.build())
                .with("body", body)
                .build();
        try {
            var out = new ByteArrayOutputStream();
            handler.handle(
                    new ByteArrayInputStream(event.text().getBytes(StandardCharsets.UTF_8)), out, "invocation-1");
            return answer(StrictJson.read(out.toByteArray()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Answer answer(Json reply) {
        return new Answer(
                (int) ((Json.Int) member(reply, "statusCode")).value(),
                ((Json.Obj) member(reply, "headers")).members(),
                StrictJson.read(((Json.Str) member(reply, "body")).text()));
    }

    private static Json member(Json json, String name) {
        return Optional.ofNullable(((Json.Obj) json).members().get(name)).orElseThrow();
    }

    private Answer apply(String mode, boolean prune, String... texts) {
        return post(handler, body(mode, prune, texts));
    }

    private Answer post(AdminHandler at, String body) {
        return ask(at, OPERATORS, "POST", "/admin/apply", Json.Null.NULL, body);
    }

    private static String body(String mode, boolean prune, String... texts) {
        var files = new ArrayList<Json>();
        for (var text : texts) {
            files.add(Json.object()
                    .with("name", "f" + files.size() + ".yaml")
                    .with("text", text)
                    .build());
        }
        return Json.object()
                .with("files", new Json.Arr(files))
                .with("mode", mode)
                .with("prune", prune)
                .build()
                .text();
    }

    private Answer get(String resource) {
        return ask(handler, OPERATORS, "GET", resource, Json.Null.NULL, "");
    }

    private Answer get(String resource, String id) {
        return ask(
                handler,
                OPERATORS,
                "GET",
                resource,
                Json.object().with("id", id).build(),
                "");
    }

    @Test
    void theHandlerIsWiredAndRehearsesWithoutAskingAnybody() { // INV-16
        var nobody = StaticCredentialsProvider.create(AwsBasicCredentials.create("canary-key", "canary-secret"));
        assertThatCode(() -> new AdminHandler(Wiring.of(SETTINGS, clock, nobody)))
                .doesNotThrowAnyException();
        assertThatCode(AdminHandler::rehearse).doesNotThrowAnyException();
    }

    @Test
    void aPlanIsShownAndNothingIsWritten() {
        var planned = apply("plan", true, AGENT);
        assertThat(planned.status()).isEqualTo(200);
        assertThat(planned.text())
                .isEqualTo("{\"applied\":0,\"plan\":[{\"diff\":["
                        + "{\"after\":\"reporter\",\"pointer\":\"/agent\"},"
                        + "{\"after\":\"team-data\",\"pointer\":\"/owner\"},"
                        + "{\"after\":\"sandbox\",\"pointer\":\"/environment\"},"
                        + "{\"after\":[{\"role\":\"arn:aws:iam::444455556666:role/reporter\","
                        + "\"uniqueId\":\"AROAREPORTER00000001\"}],\"pointer\":\"/identities\"}],"
                        + "\"id\":\"reporter\",\"kind\":\"agent\",\"op\":\"create\"}]}");
        assertThat(memory.read().documents()).isEmpty();
        assertThat(auditStore.records()).isEmpty();
    }

    @Test
    void whatIsAppliedIsOnRecordWithThePerson() {
        assertThat(apply("apply", true, AGENT, GRANT).text()).startsWith("{\"applied\":2,");
        assertThat(memory.read().documents()).hasSize(2);
        assertThat(auditStore.phases()).containsExactly(Phase.CONFIGURE, Phase.CONFIGURE);
        assertThat(auditStore.entries())
                .allSatisfy(entry -> assertThat(entry.facts()).containsEntry("person", "ada@acme.example"));
        assertThat(apply("apply", true, AGENT, GRANT).text()).isEqualTo("{\"applied\":0,\"plan\":[]}");
    }

    @Test
    void everyReplyIsForTheCallerAlone() {
        for (var answer : List.of(apply("plan", true, AGENT), apply("plan", true, "agent: x"), get("/admin/agents"))) {
            assertThat(answer.headers()).containsEntry("Cache-Control", Json.of("no-store"));
        }
    }

    @Test
    void badConfigurationIsRefusedWithEveryFaultAndItsPlace() {
        var refused = apply(
                "apply",
                true,
                AGENT.replace("sandbox", "prod"),
                GRANT.replace("externalId: vx-7f3a91", "externalId: x"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.headers()).containsEntry("Content-Type", Json.of("application/problem+json"));
        assertThat(member(refused.body(), "reason")).isEqualTo(Json.of("malformed"));
        assertThat(member(refused.body(), "requestId")).isEqualTo(Json.of("req-1"));
        assertThat(member(refused.body(), "errors").canonical())
                .isEqualTo("[{\"column\":14,\"file\":\"f0.yaml\",\"line\":3,\"pointer\":\"/environment\","
                        + "\"rule\":\"is sandbox, staging or production\"},"
                        + "{\"column\":15,\"file\":\"f1.yaml\",\"line\":7,\"pointer\":\"/aws/externalId\","
                        + "\"rule\":\"has 2 to 1224 characters of A-Z a-z 0-9 + = , . @ : / _ -\"}]");
        assertThat(memory.read().documents()).isEmpty();
    }

    @Test
    void documentsThatDoNotFitAreRefusedInTheSameForm() {
        var refused = apply("apply", true, GRANT);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(member(refused.body(), "errors").canonical())
                .isEqualTo("[{\"column\":8,\"file\":\"f0.yaml\",\"line\":2,\"pointer\":\"/agent\","
                        + "\"rule\":\"is the name of an agent\"}]");
        assertThat(apply("apply", false, GRANT.replace("444455556666:role", "111122223333:role"), AGENT)
                        .text())
                .contains("is not of Valet's own account");
    }

    @Test
    void anOperatorIsNoAgent() { // T-25
        var self = AGENT.replace("444455556666:role/agents/reporter", "111122223333:role/valet-operators")
                .replace("AROAREPORTER", "AROAOPERATOR");
        assertThat(apply("apply", true, self).text()).contains("is no operator's role");
    }

    @ParameterizedTest
    @MethodSource
    void aStrangerIsNobodyHere(Principal.AwsRole role) { // T-25
        apply("apply", true, AGENT, GRANT);
        for (var answer : List.of(
                ask(handler, role, "POST", "/admin/apply", Json.Null.NULL, body("apply", true)),
                ask(handler, role, "POST", "/admin/apply", Json.Null.NULL, "no json"),
                ask(handler, role, "GET", "/admin/grants", Json.Null.NULL, ""),
                ask(
                        handler,
                        role,
                        "GET",
                        "/admin/agents/{id}",
                        Json.object().with("id", "reporter").build(),
                        ""))) {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(member(answer.body(), "reason")).isEqualTo(Json.of("unknown-principal"));
        }
        assertThat(memory.read().documents()).hasSize(2);
        assertThat(auditStore.phases()).endsWith(Phase.DENY, Phase.DENY, Phase.DENY, Phase.DENY);
    }

    static Stream<Arguments> aStrangerIsNobodyHere() {
        return Stream.of(
                arguments(new Principal.AwsRole("aws", "444455556666", "reporter", "AROAREPORTER00000001")), // an agent
                arguments(new Principal.AwsRole(
                        "aws", "111122223333", "valet-operators", "AROAOPERATOR00000002")), // made again
                arguments(new Principal.AwsRole("aws", "444455556666", "valet-operators", "AROAOPERATOR00000001")),
                arguments(new Principal.AwsRole("aws", "111122223333", "valet-operator", "AROAOPERATOR00000001")));
    }

    @ParameterizedTest
    @MethodSource
    void aBadRequestNamesThePlaceAndTheRule(String body, String pointer, String rule) {
        var refused = post(handler, body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(member(refused.body(), "errors").canonical())
                .contains("\"pointer\":\"" + pointer + "\",\"rule\":\"" + rule);
        assertThat(memory.read().documents()).isEmpty();
    }

    static Stream<Arguments> aBadRequestNamesThePlaceAndTheRule() {
        return Stream.of(
                arguments("", "", "is JSON"),
                arguments("[]", "", "is a JSON object"),
                arguments("{\"files\":[],\"files\":[],\"mode\":\"plan\"}", "/files", "names no member twice"),
                arguments("{\"files\":[]}", "/mode", "is required"),
                arguments("{\"mode\":\"plan\"}", "/files", "is required"),
                arguments("{\"files\":[],\"mode\":\"force\"}", "/mode", "is plan or apply"),
                arguments("{\"files\":[],\"mode\":\"plan\",\"prune\":\"yes\"}", "/prune", "is true or false"),
                arguments("{\"files\":[],\"mode\":\"plan\",\"force\":true}", "/force", "is not a known member"),
                arguments("{\"files\":[{\"name\":\"a\"}],\"mode\":\"plan\"}", "/files/0/text", "is required"),
                arguments(
                        "{\"files\":[{\"name\":\"a\\nb\",\"text\":\"\"}],\"mode\":\"plan\"}",
                        "/files/0/name",
                        "is one line"),
                arguments(
                        "{\"files\":[{\"name\":\"a\",\"text\":\"\"},{\"name\":\"a\",\"text\":\"\"}],\"mode\":\"plan\"}",
                        "/files",
                        "names no file twice"),
                arguments(
                        "{\"files\":[{\"name\":\"a\",\"text\":\"" + "x".repeat(65_537) + "\"}],\"mode\":\"plan\"}",
                        "/files/0/text",
                        "is nested 32"),
                arguments("\"" + "x".repeat(256 * 1024) + "\"", "", "has a body of 262144 bytes at most"));
    }

    @Test
    void theFullSizeIsTaken() {
        var full = "#" + "x".repeat(65_000);
        assertThat(apply("plan", true, full, full, full, full).status()).isEqualTo(200);
    }

    @Test
    void aThousandFaultsAreCountedAndFiveHundredListed() {
        var refused = apply("plan", true, "x: 1\n---\n".repeat(1_000));
        assertThat(member(refused.body(), "detail").canonical()).contains("Of 1000 faults, 500 are listed");
        assertThat(((Json.Arr) member(refused.body(), "errors")).items()).hasSize(500);
    }

    @Test
    void whoIsOvertakenIsToldAndOverwritesNothing() {
        var overtaken = handler(new Overtaken(memory));
        var refused = post(overtaken, body("apply", true, AGENT, GRANT));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(member(refused.body(), "reason")).isEqualTo(Json.of("changed-meanwhile"));
        assertThat(member(refused.body(), "applied")).isEqualTo(Json.of(1));
        assertThat(member(refused.body(), "stoppedAt").canonical())
                .isEqualTo("{\"id\":\"key-reader\",\"kind\":\"grant\",\"op\":\"create\"}");
    }

    /** Somebody else is always first with a grant. */
    private record Overtaken(MemoryConfiguration memory) implements Configuration {
        @Override
        public Snapshot read() {
            return memory.read();
        }

        @Override
        public Optional<Stored> find(Document.Kind kind, String id) {
            return memory.find(kind, id);
        }

        @Override
        public boolean put(Document document, long expected, long edition) {
            return document.kind() != Document.Kind.GRANT && memory.put(document, expected, edition);
        }

        @Override
        public boolean remove(Document document, long expected, long edition) {
            return memory.remove(document, expected, edition);
        }
    }

    @Test
    void nothingIsAppliedThatCannotBeRecorded() {
        auditStore.failNext(1);
        var refused = apply("apply", true, AGENT);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.headers()).containsEntry("Retry-After", Json.of("2"));
        assertThat(member(refused.body(), "reason")).isEqualTo(Json.of("not-recorded"));
        assertThat(memory.read().documents()).isEmpty();
    }

    @Test
    void whatIsConfiguredIsListedAndAnExceptionStandsOut() { // S-7
        apply("apply", true, AGENT, GRANT);
        assertThat(get("/admin/agents").text())
                .startsWith("{\"agents\":[{\"document\":{\"agent\":\"reporter\"")
                .doesNotContain("next");
        assertThat(get("/admin/issuers").text()).isEqualTo("{\"issuers\":[]}");
        assertThat(get("/admin/guardrails").text()).isEqualTo("{\"guardrails\":[]}");
        var grant = get("/admin/grants/{id}", "key-reader");
        assertThat(member(grant.body(), "escapeActions")).isEqualTo(Json.strings(List.of("kms:Decrypt")));
        assertThat(member(grant.body(), "version")).isEqualTo(Json.of(1));
        assertThat(member(grant.body(), "live")).isEqualTo(Json.of(true));
        assertThat(get("/admin/grants").text()).contains("\"escapeActions\":[\"kms:Decrypt\"],\"live\":true");
    }

    @Test
    void whatIsNotConfiguredIsNotFound() {
        assertThat(get("/admin/grants/{id}", "key-reader").status()).isEqualTo(404);
        assertThat(get("/admin/grants/{id}", "grant#x").status()).isEqualTo(400);
        assertThat(get("/admin/nothing").status()).isEqualTo(404);
        apply("apply", true, AGENT);
        apply("apply", true);
        assertThat(get("/admin/agents/{id}", "reporter").status()).isEqualTo(404);
    }

    @Test
    void theLogNamesNoFileAndNoText() { // 8.2
        apply("apply", true, AGENT.replace("team-data", "canary-5d1f"));
        apply("apply", true, "canary-5d1f: [");
        assertThat(log).hasSize(2).noneMatch(line -> line.contains("canary") || line.contains("f0.yaml"));
    }
}

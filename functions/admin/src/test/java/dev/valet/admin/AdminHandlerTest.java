package dev.valet.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Json;
import dev.valet.audit.Phase;
import dev.valet.edge.Wiring;
import dev.valet.identity.Principal;
import java.util.List;
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

    private final OperatorApi api = new OperatorApi();

    @Test
    void theHandlerIsWiredAndRehearsesWithoutAskingAnybody() { // INV-16
        var nobody = StaticCredentialsProvider.create(AwsBasicCredentials.create("canary-key", "canary-secret"));
        assertThatCode(() -> new AdminHandler(Wiring.of(OperatorApi.SETTINGS, api.clock, nobody)))
                .doesNotThrowAnyException();
        assertThatCode(AdminHandler::rehearse).doesNotThrowAnyException();
    }

    @Test
    void aPlanIsShownAndNothingIsWritten() {
        var planned = api.apply("plan", true, AGENT);
        assertThat(planned.status()).isEqualTo(200);
        assertThat(planned.text())
                .isEqualTo("{\"applied\":0,\"plan\":[{\"diff\":["
                        + "{\"after\":\"reporter\",\"pointer\":\"/agent\"},"
                        + "{\"after\":\"team-data\",\"pointer\":\"/owner\"},"
                        + "{\"after\":\"sandbox\",\"pointer\":\"/environment\"},"
                        + "{\"after\":[{\"role\":\"arn:aws:iam::444455556666:role/reporter\","
                        + "\"uniqueId\":\"AROAREPORTER00000001\"}],\"pointer\":\"/identities\"}],"
                        + "\"id\":\"reporter\",\"kind\":\"agent\",\"op\":\"create\"}]}");
        assertThat(api.memory.read().documents()).isEmpty();
        assertThat(api.auditStore.records()).isEmpty();
    }

    @Test
    void whatIsAppliedIsOnRecordWithThePerson() {
        assertThat(api.apply("apply", true, AGENT, GRANT).text()).startsWith("{\"applied\":2,");
        assertThat(api.memory.read().documents()).hasSize(2);
        assertThat(api.auditStore.phases()).containsExactly(Phase.CONFIGURE, Phase.CONFIGURE);
        assertThat(api.auditStore.entries())
                .allSatisfy(entry -> assertThat(entry.facts()).containsEntry("person", "ada@acme.example"));
        assertThat(api.apply("apply", true, AGENT, GRANT).text()).isEqualTo("{\"applied\":0,\"plan\":[]}");
    }

    @Test
    void everyReplyIsForTheCallerAlone() {
        for (var answer : List.of(
                api.apply("plan", true, AGENT), api.apply("plan", true, "agent: x"), api.get("/admin/agents"))) {
            assertThat(answer.headers()).containsEntry("Cache-Control", Json.of("no-store"));
        }
    }

    @Test
    void badConfigurationIsRefusedWithEveryFaultAndItsPlace() {
        var refused = api.apply(
                "apply",
                true,
                AGENT.replace("sandbox", "prod"),
                GRANT.replace("externalId: vx-7f3a91", "externalId: x"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.headers()).containsEntry("Content-Type", Json.of("application/problem+json"));
        assertThat(refused.at("reason")).isEqualTo(Json.of("malformed"));
        assertThat(refused.at("requestId")).isEqualTo(Json.of("6c1f0e2a-0000-4000-8000-000000000001"));
        assertThat(refused.at("errors").canonical())
                .isEqualTo("[{\"column\":14,\"file\":\"f0.yaml\",\"line\":3,\"pointer\":\"/environment\","
                        + "\"rule\":\"is sandbox, staging or production\"},"
                        + "{\"column\":15,\"file\":\"f1.yaml\",\"line\":7,\"pointer\":\"/aws/externalId\","
                        + "\"rule\":\"has 2 to 1224 characters of A-Z a-z 0-9 + = , . @ : / _ -\"}]");
        assertThat(api.memory.read().documents()).isEmpty();
    }

    @Test
    void anIssuerIsHeldToItsTypeHereToo() { // J-3
        var refused = api.apply("apply", true, """
                issuer: outbound
                type: aws
                url: https://0f3c1a2b.tokens.sts.global.api.aws
                jwks: https://0f3c1a2b.tokens.sts.global.api.aws/.well-known/jwks.json
                algorithm: ES256
                """);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("errors").canonical())
                .contains("\"line\":5,\"pointer\":\"/algorithm\",\"rule\":\"is RS256 or ES384 for aws\"");
    }

    @Test
    void documentsThatDoNotFitAreRefusedInTheSameForm() {
        var refused = api.apply("apply", true, GRANT);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("errors").canonical())
                .isEqualTo("[{\"column\":8,\"file\":\"f0.yaml\",\"line\":2,\"pointer\":\"/agent\","
                        + "\"rule\":\"is the name of an agent\"}]");
        assertThat(api.apply("apply", false, GRANT.replace("444455556666:role", "111122223333:role"), AGENT)
                        .text())
                .contains("is not of Valet's own account");
    }

    @Test
    void anOperatorIsNoAgent() { // T-25
        var self = AGENT.replace("444455556666:role/agents/reporter", "111122223333:role/valet-operators")
                .replace("AROAREPORTER", "AROAOPERATOR");
        assertThat(api.apply("apply", true, self).text()).contains("is no operator's role");
    }

    @ParameterizedTest
    @MethodSource
    void aStrangerIsNobodyHere(Principal.AwsRole role) { // T-25
        api.apply("apply", true, AGENT, GRANT);
        var configuration = OperatorApi.body("apply", true);
        for (var event : List.of(
                OperatorApi.from(role, "POST", "/admin/apply").body(configuration),
                OperatorApi.from(role, "POST", "/admin/apply").body("no json"),
                OperatorApi.from(role, "GET", "/admin/grants"),
                OperatorApi.from(role, "GET", "/admin/agents/{id}").path("id", "reporter"))) {
            var answer = api.send(event);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.at("reason")).isEqualTo(Json.of("unknown-principal"));
        }
        assertThat(api.memory.read().documents()).hasSize(2);
        assertThat(api.auditStore.phases()).endsWith(Phase.DENY, Phase.DENY, Phase.DENY, Phase.DENY);
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
        var refused = api.post(api.handler, body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("errors").canonical()).contains("\"pointer\":\"" + pointer + "\",\"rule\":\"" + rule);
        assertThat(api.memory.read().documents()).isEmpty();
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
        assertThat(api.apply("plan", true, full, full, full, full).status()).isEqualTo(200);
    }

    @Test
    void aThousandFaultsAreCountedAndFiveHundredListed() {
        var refused = api.apply("plan", true, "x: 1\n---\n".repeat(1_000));
        assertThat(refused.at("detail").canonical()).contains("Of 1000 faults, 500 are listed");
        assertThat(((Json.Arr) refused.at("errors")).items()).hasSize(500);
    }

    @Test
    void whoIsOvertakenIsToldAndOverwritesNothing() {
        var overtaken = api.handler(new OperatorApi.Overtaken(api.memory));
        var refused = api.post(overtaken, OperatorApi.body("apply", true, AGENT, GRANT));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("reason")).isEqualTo(Json.of("changed-meanwhile"));
        assertThat(refused.at("applied")).isEqualTo(Json.of(1));
        assertThat(refused.at("stoppedAt").canonical())
                .isEqualTo("{\"id\":\"key-reader\",\"kind\":\"grant\",\"op\":\"create\"}");
    }

    @Test
    void nothingIsAppliedThatCannotBeRecorded() {
        api.auditStore.failNext(1);
        var refused = api.apply("apply", true, AGENT);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.headers()).containsEntry("Retry-After", Json.of("2"));
        assertThat(refused.at("reason")).isEqualTo(Json.of("not-recorded"));
        assertThat(api.memory.read().documents()).isEmpty();
    }

    @Test
    void whatIsConfiguredIsListedAndAnExceptionStandsOut() { // S-7
        api.apply("apply", true, AGENT, GRANT);
        assertThat(api.get("/admin/agents").text())
                .startsWith("{\"agents\":[{\"document\":{\"agent\":\"reporter\"")
                .doesNotContain("next");
        assertThat(api.get("/admin/issuers").text()).isEqualTo("{\"issuers\":[]}");
        assertThat(api.get("/admin/guardrails").text()).isEqualTo("{\"guardrails\":[]}");
        var grant = api.get("/admin/grants/{id}", "key-reader");
        assertThat(grant.at("escapeActions")).isEqualTo(Json.strings(List.of("kms:Decrypt")));
        assertThat(grant.at("version")).isEqualTo(Json.of(1));
        assertThat(grant.at("live")).isEqualTo(Json.of(true));
        assertThat(api.get("/admin/grants").text()).contains("\"escapeActions\":[\"kms:Decrypt\"],\"live\":true");
    }

    @Test
    void whatIsNotConfiguredIsNotFound() {
        assertThat(api.get("/admin/grants/{id}", "key-reader").status()).isEqualTo(404);
        assertThat(api.get("/admin/grants/{id}", "grant#x").status()).isEqualTo(400);
        assertThat(api.get("/admin/nothing").status()).isEqualTo(404);
        api.apply("apply", true, AGENT);
        api.apply("apply", true);
        assertThat(api.get("/admin/agents/{id}", "reporter").status()).isEqualTo(404);
    }

    @Test
    void theLogNamesNoFileAndNoText() { // 8.2
        api.apply("apply", true, AGENT.replace("team-data", "canary-5d1f"));
        api.apply("apply", true, "canary-5d1f: [");
        assertThat(api.log).hasSize(2).noneMatch(line -> line.contains("canary") || line.contains("f0.yaml"));
    }
}

package dev.valet.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Hash;
import dev.valet.Json;
import dev.valet.admin.OperatorApi.Answer;
import dev.valet.audit.AuditEntry;
import dev.valet.audit.AuditLog;
import dev.valet.audit.Phase;
import dev.valet.identity.Principal;
import dev.valet.testkit.RestEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Reading the audit: by whom, of whom, page by page, and never unseen. */
class AuditRouteTest {
    private static final String LEASE = "vl-01KJ7V8M40000000000000000A";
    private static final String SIX = "2026-03-02T09:00:06Z";

    private final OperatorApi api = new OperatorApi();

    @BeforeEach
    void fiveRecords() {
        var audit = new AuditLog(api.auditStore);
        for (int i = 0; i < 5; i++) {
            audit.append(AuditEntry.of(Phase.INTENT, api.clock.instant(), "somebody")
                    .agent("reporter")
                    .grant("reports-reader")
                    .lease(i == 0 ? LEASE : "")
                    .with("n", Integer.toString(i)));
            api.clock.turn(Duration.ofSeconds(1));
        }
        audit.append(AuditEntry.of(Phase.DENY, api.clock.instant(), "somebody").agent("billing"));
        api.clock.turn(Duration.ofSeconds(1));
    }

    private static RestEvent question(Principal.AwsRole operator, Map<String, String> query) {
        return OperatorApi.from(operator, "GET", "/admin/audit").query(query);
    }

    private Answer ask(Map<String, String> query) {
        return api.send(question(OperatorApi.OPERATORS, query));
    }

    private static List<Json> records(Answer answer) {
        return ((Json.Arr) answer.at("records")).items();
    }

    @Test
    void recordsComeWithTheirHashesInTheOrderOfTime() {
        var answer = ask(Map.of("agent", "reporter", "from", "2026-03-02T00:00:00Z", "to", SIX));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(records(answer))
                .hasSize(3)
                .allSatisfy(found -> assertThat(found.textAt("hash"))
                        .isEqualTo(Hash.sha256((byte) 0, found.at("record").canonical())));
        assertThat(answer.at("from")).isEqualTo(Json.of("2026-03-02T00:00:00Z"));
        assertThat(answer.at("to")).isEqualTo(Json.of(SIX));
    }

    @Test
    void thePagesTogetherAreAllOfItOnce() {
        var first = ask(Map.of("agent", "reporter", "to", SIX));
        var next = first.body().textAt("next");
        var second = ask(Map.of("agent", "reporter", "to", SIX, "next", next));
        assertThat(second.text()).doesNotContain("\"next\"");
        assertThat(Stream.concat(records(first).stream(), records(second).stream())
                        .map(Json::canonical))
                .hasSize(5)
                .doesNotHaveDuplicates();
    }

    @Test
    void aQuestionNamesOneAgentOneGrantOrOneLease() {
        assertThat(records(ask(Map.of("grant", "reports-reader")))).hasSize(3);
        assertThat(records(ask(Map.of("lease", LEASE)))).hasSize(1);
        assertThat(records(ask(Map.of("agent", "nobody")))).isEmpty();
    }

    @Test
    void aTimeRangeIncludesItsStartAndNotItsEnd() {
        assertThat(records(
                        ask(Map.of("agent", "reporter", "from", "2026-03-02T09:00:01Z", "to", "2026-03-02T09:00:03Z"))))
                .hasSize(2);
    }

    @Test
    void withoutAnEndTheQuestionEndsNowAndSaysSo() {
        assertThat(ask(Map.of("agent", "reporter")).at("to"))
                .isEqualTo(Json.of(api.clock.instant().toString()));
        assertThat(ask(Map.of("agent", "reporter")).at("from")).isEqualTo(Json.of("1970-01-01T00:00:00Z"));
    }

    @Test
    void everyReadingIsOnRecordWithItsAuthor() {
        ask(Map.of("agent", "reporter", "to", SIX));
        assertThat(api.auditStore.entries().getLast()).satisfies(entry -> {
            assertThat(entry.phase()).isEqualTo(Phase.READ);
            assertThat(entry.agent()).isEqualTo("reporter");
            assertThat(entry.principal()).contains(OperatorApi.OPERATORS.uniqueId());
            assertThat(entry.facts())
                    .containsEntry("person", OperatorApi.ADA)
                    .containsEntry("records", "3")
                    .containsEntry("from", "1970-01-01T00:00:00Z")
                    .containsEntry("to", SIX)
                    .containsEntry("after", "");
        });
    }

    @Test
    void whatCannotBeRecordedIsNotTold() {
        api.auditStore.failNext(1);
        var answer = ask(Map.of("agent", "reporter"));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text()).contains("upstream-busy").doesNotContain("reports-reader");
    }

    @ParameterizedTest
    @MethodSource
    void aQuestionThatIsNotExactlyOneIsRefusedAndReadsNothing(Map<String, String> query, String pointer) {
        int before = api.auditStore.records().size();
        var answer = ask(query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("errors").canonical()).contains("\"pointer\":\"" + pointer + "\"");
        assertThat(api.auditStore.records()).hasSize(before);
    }

    static Stream<Arguments> aQuestionThatIsNotExactlyOneIsRefusedAndReadsNothing() {
        return Stream.of(
                arguments(Map.of(), ""),
                arguments(Map.of("agent", "reporter", "grant", "reports-reader"), ""),
                arguments(Map.of("agent", "reporter", "lease", LEASE), ""),
                arguments(Map.of("agent", "Reporter"), "/agent"),
                arguments(Map.of("agent", "reporter#3"), "/agent"),
                arguments(Map.of("agent", ""), "/agent"),
                arguments(Map.of("grant", "*"), "/grant"),
                arguments(Map.of("lease", "vl-1"), "/lease"),
                arguments(Map.of("agent", "reporter", "since", "2026-03-02T09:00:01Z"), "/since"),
                arguments(Map.of("agent", "reporter", "from", "2026-03-02"), "/from"),
                arguments(Map.of("agent", "reporter", "from", "2026-03-02T09:00:00+01:00"), "/from"),
                arguments(Map.of("agent", "reporter", "from", "-1000000000-01-01T00:00:00Z"), "/to"),
                arguments(Map.of("agent", "reporter", "to", "+99999-01-01T00:00:00Z"), "/to"),
                arguments(
                        Map.of("agent", "reporter", "from", "2026-03-02T09:00:01Z", "to", "2026-03-02T09:00:01Z"),
                        "/to"),
                arguments(Map.of("agent", "reporter", "next", "AAAA"), "/next"),
                arguments(Map.of("agent", "reporter", "next", "***"), "/next"),
                arguments(
                        Map.of(
                                "agent",
                                "reporter",
                                "next",
                                cursor("2026-03-02T09:00:00.000Z#" + "a".repeat(32) + "#1")),
                        "/next"),
                arguments(
                        Map.of(
                                "agent",
                                "reporter",
                                "next",
                                cursor("2026-03-02T09:00:00.000Z#" + "a".repeat(32) + "#000000000001") + "="),
                        "/next"),
                arguments(
                        Map.of(
                                "agent",
                                "reporter",
                                "to",
                                "2026-03-02T08:00:00Z",
                                "next",
                                cursor("2026-03-02T09:00:00.000Z#" + "a".repeat(32) + "#000000000001")),
                        "/next"));
    }

    private static String cursor(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aStrangerReadsNothingAndIsOnRecord() { // T-25
        var madeAgain = new Principal.AwsRole("aws", "111122223333", "valet-operators", "AROAOPERATOR00000002");
        var refused = api.send(question(madeAgain, Map.of("agent", "reporter")));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).doesNotContain("reports-reader");
        assertThat(api.auditStore.phases()).endsWith(Phase.DENY).doesNotContain(Phase.READ);
    }
}

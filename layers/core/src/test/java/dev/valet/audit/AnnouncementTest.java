package dev.valet.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Json;
import dev.valet.Malformed;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnnouncementTest {
    private static final Instant AT = Instant.parse("2026-03-02T09:00:00Z");
    private static final String APPROVAL = "ap-01KJPZ8000APPR0VA100000000";
    private static final String REVOCATION = "vr-01KJPZ8000REV0CAT100000000";
    private static final String LEASE = "vl-01KJPZ8000REP0RTER00000000";
    private static final String HASH = "0123456789abcdef".repeat(4);

    private static AuditEntry entry(Phase phase) {
        return AuditEntry.of(phase, AT, "[\"aws\",\"aws\",\"111122223333\",\"people\",\"AROAPEOPLE0000000001\"]");
    }

    private static AuditEntry ofReporter(Phase phase) {
        return entry(phase).agent("reporter").grant("reports-reader").with("approval", APPROVAL);
    }

    private static Optional<Announcement> announced(AuditEntry entry) {
        return Announcement.of(HASH, entry.json());
    }

    @Test
    void whatIsAnnouncedIsAClosedList() {
        var told = EnumSet.noneOf(Phase.class);
        for (var phase : Phase.values()) {
            Announcement.Type.of(phase, Set.of()).ifPresent(_ -> told.add(phase));
        }
        assertThat(told).containsExactly(Phase.ASK, Phase.APPROVE, Phase.REJECT, Phase.REVOKE, Phase.LIFT);
        assertThat(Announcement.Type.of(Phase.CONFIGURE, Set.of("person", "diff")))
                .isEmpty();
        assertThat(Announcement.Type.of(Phase.CONFIGURE, Set.of("breakGlass"))).contains(Announcement.Type.BREAK_GLASS);
        assertThat(Announcement.Type.of(Phase.INTENT, Set.of("breakGlass"))).isEmpty();
    }

    @Test
    void theDetailSaysWhatIsNeededToLookItUp() {
        var asked = announced(ofReporter(Phase.ASK)
                        .with("act", "lease")
                        .with("rule", "guardrail.ask-for-production")
                        .with("approvers", "2")
                        .with("hash", HASH)
                        .with("expires", "2026-03-02T10:00:00Z"))
                .orElseThrow();
        assertThat(asked.type().title()).isEqualTo("Valet Approval Asked");
        assertThat(asked.at()).isEqualTo(AT);
        assertThat(asked.detail().text())
                .isEqualTo("{\"record\":\"" + HASH + "\",\"phase\":\"ASK\",\"at\":\"2026-03-02T09:00:00Z\","
                        + "\"agent\":\"reporter\",\"grant\":\"reports-reader\",\"approval\":\"" + APPROVAL + "\","
                        + "\"act\":\"lease\",\"rule\":\"guardrail.ask-for-production\",\"approvers\":\"2\",\"hash\":\""
                        + HASH + "\",\"expires\":\"2026-03-02T10:00:00Z\",\"text\":\"approval " + APPROVAL
                        + " waits: agent reporter asks for grant reports-reader; look: valet approvals show "
                        + APPROVAL + "\"}");
    }

    @ParameterizedTest
    @MethodSource
    void peopleGetOneLineOfValetsOwn(AuditEntry entry, String line) {
        assertThat(announced(entry).orElseThrow().detail().textAt("text")).isEqualTo(line);
    }

    static Stream<Arguments> peopleGetOneLineOfValetsOwn() {
        var look = "; look: valet approvals show " + APPROVAL;
        return Stream.of(
                arguments(
                        ofReporter(Phase.ASK).with("act", "refund.pay"),
                        "approval " + APPROVAL + " waits: agent reporter asks for refund.pay with grant reports-reader"
                                + look),
                arguments(
                        entry(Phase.ASK).with("approval", APPROVAL).with("person", "ann@acme.example"),
                        "approval " + APPROVAL + " waits: ann@acme.example wants to change the configuration" + look),
                arguments(
                        ofReporter(Phase.APPROVE).with("person", "bo"),
                        "bo says yes to approval " + APPROVAL + " for agent reporter, grant reports-reader"),
                arguments(
                        entry(Phase.REJECT).with("approval", APPROVAL).with("person", "bo"),
                        "bo says no to approval " + APPROVAL + " for a change of the configuration"),
                arguments(
                        entry(Phase.REVOKE)
                                .agent("reporter")
                                .grant("reports-reader")
                                .lease(LEASE)
                                .with("revocation", REVOCATION)
                                .with("person", ""),
                        "revocation " + REVOCATION + " ends lease " + LEASE + " of agent reporter"),
                arguments(
                        entry(Phase.REVOKE)
                                .with("revocation", REVOCATION)
                                .with("scope", "everything")
                                .with("person", "bo"),
                        "revocation " + REVOCATION + " ends everything, by bo"),
                arguments(
                        entry(Phase.LIFT)
                                .agent("reporter")
                                .with("revocation", REVOCATION)
                                .with("person", "bo"),
                        "revocation " + REVOCATION + " of agent reporter is lifted, by bo"),
                arguments(
                        change("writing"),
                        "break glass: bo wants to change grant reports-reader without a second person"),
                arguments(
                        change("changed-meanwhile"),
                        "break glass: bo wants to (and did not) change grant reports-reader without a second person"));
    }

    private static AuditEntry change(String outcome) {
        return entry(Phase.CONFIGURE)
                .with("breakGlass", "the site is down")
                .with("person", "bo")
                .with("op", "change")
                .with("kind", "grant")
                .with("id", "reports-reader")
                .with("outcome", outcome);
    }

    @ParameterizedTest // T-40, T-36: an agent writes reasons, and mail and chat make links of what they find
    @ValueSource(
            strings = {
                "https://evil.example/approve?id=1",
                "\u001b[2Kapproved by the security team",
                "a\nb",
                "\u202eevorppa",
                "\"},{\"x\":\"",
                "<!channel>"
            })
    void nothingWrittenFreelyIsTold(String hostile) {
        var canary = "canary-7d31";
        for (var phase : Phase.values()) {
            var entry = ofReporter(phase).with("person", "bo");
            for (var name : new String[] {"reason", "breakGlass", "diff", "parameters", "unknown"}) {
                entry = entry.with(name, canary + hostile);
            }
            announced(entry).ifPresent(told -> assertThat(told.detail().text()).doesNotContain(canary));
        }
    }

    @ParameterizedTest // the row may be somebody else's, who can write to the table
    @ValueSource(
            strings = {
                "agent",
                "grant",
                "lease",
                "approval",
                "revocation",
                "act",
                "rule",
                "person",
                "approvers",
                "uses",
                "roles",
                "hash",
                "expires",
                "begunAt",
                "scope",
                "op",
                "kind",
                "id",
                "outcome"
            })
    void aValueOutOfItsFormIsLeftOut(String name) {
        for (var hostile : new String[] {"https://evil.example/", "a b", "a\u001b", "\"", "x".repeat(200), "", "A/B"}) {
            var told = Announcement.of(HASH, json(name, hostile)).orElseThrow().detail();
            assertThat(told.members()).doesNotContainKey(name);
            assertThat(told.textAt("text"))
                    .doesNotContain("evil", "\u001b", "\"")
                    .matches("[ -~]+");
        }
    }

    private static Json json(String name, String value) {
        return Json.object()
                .with("phase", "CONFIGURE")
                .with("at", AT)
                .with(
                        "facts",
                        Json.object().with("breakGlass", "x").with(name, value).build())
                .build();
    }

    @Test
    void anUnknownPhaseIsNotAnnouncedAndNoTimeIsNoEntry() {
        assertThat(Announcement.of(
                        HASH,
                        Json.object().with("phase", "LATER").with("at", AT).build()))
                .isEmpty();
        assertThat(Announcement.of(HASH, Json.object().build())).isEmpty();
        assertThatThrownBy(() -> Announcement.of(
                        HASH,
                        Json.object().with("phase", "ASK").with("at", "soon").build()))
                .isInstanceOf(Malformed.class);
    }
}

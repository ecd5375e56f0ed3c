package dev.valet.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Malformed;
import dev.valet.Unavailable;
import dev.valet.audit.Announcement;
import dev.valet.edge.Settings;
import dev.valet.edge.Wiring;
import dev.valet.testkit.Events;
import dev.valet.testkit.TurnableClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The events in {@code events}, as {@code sam local invoke -e} sends them too. */
class AnnounceHandlerTest {
    private static final Settings SETTINGS = Settings.from(Events.environment("AnnounceFunction"));
    private static final String STREAM = StreamEvent.of(SETTINGS.account(), SETTINGS.auditTable());
    private static final String ALL_TOLD = "{\"batchItemFailures\":[]}";

    private final List<Announcement> told = new ArrayList<>();
    private final List<String> logged = new ArrayList<>();
    /** How many the bus takes of those that are put next. */
    private int takes = Integer.MAX_VALUE;

    private static String event(String name) {
        return new String(Events.read(name), StandardCharsets.UTF_8);
    }

    private String send(String event) throws IOException {
        var out = new ByteArrayOutputStream();
        new AnnounceHandler(() -> this::take, STREAM, new AnnounceLog(logged::add, new TurnableClock()), null)
                .handle(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private int take(List<Announcement> announcements) {
        int taken = Math.min(takes, announcements.size());
        if (taken == 0) {
            throw new Unavailable("eventbridge-throttled");
        }
        told.addAll(announcements.subList(0, taken));
        return taken;
    }

    private List<String> lines() {
        return told.stream().map(one -> one.detail().textAt("text")).toList();
    }

    @Test
    void noEventIsWithoutItsStory() {
        assertThat(Events.of("announce"))
                .containsExactly("approval", "break-glass", "hostile", "nothing-to-tell", "revocation");
    }

    @Test
    void theHandlerIsWiredWithoutAskingAnybody() { // INV-16
        var nobody = StaticCredentialsProvider.create(AwsBasicCredentials.create("canary-key", "canary-secret"));
        assertThatCode(() -> new AnnounceHandler(Wiring.of(SETTINGS, new TurnableClock(), nobody)))
                .doesNotThrowAnyException();
    }

    @Test
    void withoutItsBusItDoesNotStart() {
        var lacking = Wiring.of(Settings.from(Events.environment("IssueFunction")), new TurnableClock());
        assertThatThrownBy(() -> new AnnounceHandler(lacking)).hasMessage("VALET_ANNOUNCEMENT_BUS is not set");
    }

    @Test
    void anApprovalIsToldWhenItIsAskedAndAnswered() throws IOException {
        assertThat(send(event("announce-approval"))).isEqualTo(ALL_TOLD);
        assertThat(lines())
                .containsExactly(
                        "approval ap-01KJPZ8000APPR0VA100000000 waits: agent reporter asks for grant reports-reader;"
                                + " look: valet approvals show ap-01KJPZ8000APPR0VA100000000",
                        "ann@acme.example says yes to approval ap-01KJPZ8000APPR0VA100000000"
                                + " for agent reporter, grant reports-reader",
                        "bo@acme.example says no to approval ap-01KJPZ8000APPR0VA100000000"
                                + " for agent reporter, grant reports-reader");
        assertThat(logged)
                .containsExactly("{\"function\":\"announce\",\"outcome\":\"announced\",\"events\":3,\"left\":0}");
    }

    @Test
    void whatIsEndedAndAllowedAgainIsTold() throws IOException {
        assertThat(send(event("announce-revocation"))).isEqualTo(ALL_TOLD);
        assertThat(lines())
                .containsExactly(
                        "revocation vr-01KJPZ8000REV0CAT100000000 ends grant reports-reader of agent reporter,"
                                + " by ann@acme.example",
                        "revocation vr-01KJPZ8000REV0CAT200000000 ends everything, by ann@acme.example",
                        "revocation vr-01KJPZ8000REV0CAT200000000 of everything is lifted, by bo@acme.example");
    }

    @Test
    void breakingTheGlassIsHeardEvenWhenNobodyCanBeTold() throws IOException {
        takes = 0;
        assertThatThrownBy(() -> send(event("announce-break-glass"))).isInstanceOf(Unavailable.class);
        assertThat(logged).singleElement().asString().contains("\"BreakGlass\":1", "\"CloudWatchMetrics\"");
        takes = 1;
        assertThat(send(event("announce-break-glass"))).isEqualTo(ALL_TOLD);
        assertThat(lines())
                .containsExactly("break glass: ann@acme.example wants to change grant reports-reader"
                        + " without a second person");
    }

    @Test // T-36, T-40: a reason is a stranger's text, and mail and chat make links of what they find
    void whatWasWrittenFreelyIsNeitherToldNorLogged() throws IOException {
        assertThat(event("announce-hostile")).contains("canary-7d31", "evil.example");
        assertThat(send(event("announce-hostile"))).isEqualTo(ALL_TOLD);
        assertThat(told).hasSize(3);
        assertThat(told.stream().map(one -> one.detail().text() + one.type().title()))
                .allSatisfy(text -> assertThat(text)
                        .doesNotContain("canary", "evil", "://", "channel")
                        .matches("[ -~]+"));
        assertThat(logged).allSatisfy(line -> assertThat(line).doesNotContain("canary", "evil"));
    }

    @Test
    void whatIsNotAnnouncedChangedOrNobodysRecordIsNotTold() throws IOException {
        assertThat(send(event("announce-nothing-to-tell"))).isEqualTo(ALL_TOLD);
        assertThat(told).isEmpty();
        assertThat(logged)
                .containsExactly("{\"function\":\"announce\",\"outcome\":\"unreadable\",\"rows\":1,\"left\":0}");
    }

    @Test
    void lambdaGoesOnWhereTheBusStopped() throws IOException {
        takes = 1;
        assertThat(send(event("announce-approval")))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"4421584500000000017450439093\"}]}");
        assertThat(told).hasSize(1);
        assertThat(logged).singleElement().asString().contains("\"events\":1,\"left\":2");
    }

    @Test
    void aCopyHasTheSameRecord() throws IOException {
        send(event("announce-break-glass"));
        send(event("announce-break-glass"));
        assertThat(told.stream().map(one -> one.detail().textAt("record")).distinct())
                .hasSize(1)
                .allMatch(hash -> hash.matches("[0-9a-f]{64}"));
    }

    @Test
    void anotherTablesStreamIsAWiringMistake() {
        var other = event("announce-approval").replace("table/valet-audit/", "table/valet-state/");
        assertThatThrownBy(() -> send(other)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> send("{}")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> send("")).isInstanceOf(Malformed.class);
        assertThat(told).isEmpty();
    }
}

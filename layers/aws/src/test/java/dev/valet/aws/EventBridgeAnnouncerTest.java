package dev.valet.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Json;
import dev.valet.Unavailable;
import dev.valet.audit.Announcement;
import dev.valet.json.StrictJson;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over the SDK's own client, because its module is not of the version that the rest is of. */
class EventBridgeAnnouncerTest {
    private static final String BUS = "arn:aws:events:eu-west-1:111122223333:event-bus/valet";
    private static final String TAKEN = "{\"EventId\":\"e\"}";
    private static final String REFUSED = "{\"ErrorCode\":\"ThrottlingException\",\"ErrorMessage\":\"canary-5b1f\"}";

    private final FakeAws aws = new FakeAws();
    private final EventBridgeAnnouncer announcer = EventBridgeAnnouncer.of(aws.clients(), BUS);

    @AfterEach
    void close() {
        announcer.close();
        aws.close();
    }

    private static List<Announcement> announcements(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Announcement.of(
                                Integer.toString(i),
                                Json.object()
                                        .with("phase", "REVOKE")
                                        .with("at", Instant.parse("2026-03-02T09:00:00Z"))
                                        .build())
                        .orElseThrow())
                .toList();
    }

    private void answer(String... entries) {
        aws.answer(200, "{\"FailedEntryCount\":0,\"Entries\":[" + String.join(",", entries) + "]}");
    }

    @Test
    void anAnnouncementIsAnEventOnTheBus() {
        answer(TAKEN);
        assertThat(announcer.announce(announcements(1))).isEqualTo(1);
        var entry = StrictJson.read(aws.bodies().getFirst()).at("Entries") instanceof Json.Arr(var items)
                ? items.getFirst()
                : Json.Null.NULL;
        assertThat(entry.textAt("Source")).isEqualTo("valet");
        assertThat(entry.textAt("DetailType")).isEqualTo("Valet Revocation");
        assertThat(entry.textAt("EventBusName")).isEqualTo(BUS);
        assertThat(entry.at("Time").canonical()).startsWith("1772442000");
        assertThat(StrictJson.read(entry.textAt("Detail")).textAt("record")).isEqualTo("0");
    }

    @Test
    void tenAreToldAtATime() {
        answer(IntStream.range(0, 10).mapToObj(_ -> TAKEN).toArray(String[]::new));
        assertThat(announcer.announce(announcements(20))).isEqualTo(20);
        assertThat(aws.bodies().stream()
                        .map(body -> ((Json.Arr) StrictJson.read(body).at("Entries"))
                                .items().stream()
                                        .map(entry -> StrictJson.read(entry.textAt("Detail"))
                                                .textAt("record"))
                                        .collect(Collectors.joining(" "))))
                .containsExactly("0 1 2 3 4 5 6 7 8 9", "10 11 12 13 14 15 16 17 18 19");
    }

    @Test
    void fromTheFirstThatWasNotTakenOnAllAreToBeToldAgain() {
        answer(TAKEN, TAKEN, REFUSED, TAKEN);
        assertThat(announcer.announce(announcements(4))).isEqualTo(2);
        answer(TAKEN, TAKEN); // two are not even spoken of
        assertThat(announcer.announce(announcements(4))).isEqualTo(2);
    }

    @Test
    void noneTakenIsSaidInValetsOwnWords() {
        answer(REFUSED, TAKEN);
        assertThatThrownBy(() -> announcer.announce(announcements(2)))
                .isInstanceOf(Unavailable.class)
                .hasMessage("eventbridge-not-taken");
        aws.answer(400, "{\"__type\":\"AccessDeniedException\",\"message\":\"canary-5b1f\"}");
        assertThatThrownBy(() -> announcer.announce(announcements(2)))
                .isInstanceOf(Unavailable.class)
                .hasMessage("eventbridge-access-denied");
    }

    @Test
    void nothingIsNoCall() {
        assertThat(announcer.announce(List.of())).isZero();
        assertThat(aws.bodies()).isEmpty();
    }
}

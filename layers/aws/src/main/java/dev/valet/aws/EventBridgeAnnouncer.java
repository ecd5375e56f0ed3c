package dev.valet.aws;

import dev.valet.Unavailable;
import dev.valet.audit.Announcement;
import dev.valet.audit.Announcer;
import java.util.List;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/** Announcements as events on one bus. The SDK's module is not in the layer: the one function that announces brings it. */
public final class EventBridgeAnnouncer implements Announcer, AutoCloseable {
    public static final String SOURCE = "valet";

    /** As many entries as PutEvents takes; ten details of ours are far below its 256 KB. */
    private static final int MOST = 10;

    private final EventBridgeClient events;
    private final String bus;

    private EventBridgeAnnouncer(EventBridgeClient events, String bus) {
        this.events = events;
        this.bus = bus;
    }

    /**
     * Retries may tell twice, and readers know a copy by its record.
     *
     * @param bus its ARN
     */
    public static EventBridgeAnnouncer of(AwsClients clients, String bus) {
        return new EventBridgeAnnouncer(clients.sync(EventBridgeClient.builder(), 3), bus);
    }

    @Override
    public int announce(List<Announcement> announcements) {
        int told = 0;
        while (told < announcements.size()) {
            var next = announcements.subList(told, Math.min(told + MOST, announcements.size()));
            int taken = taken(next, told);
            told += taken;
            if (taken < next.size()) {
                break;
            }
        }
        if (told == 0 && !announcements.isEmpty()) {
            throw new Unavailable("eventbridge-not-taken");
        }
        return told;
    }

    /** From the first on: what the bus took behind one that it did not take is told a second time. */
    private int taken(List<Announcement> next, int before) {
        try {
            var answer = AwsFailure.guard(
                    "eventbridge",
                    () -> events.putEvents(
                            put -> put.entries(next.stream().map(this::entry).toList())));
            return taken(next, answer);
        } catch (Unavailable unavailable) {
            if (before == 0) {
                throw unavailable;
            }
            return 0;
        }
    }

    private static int taken(List<Announcement> next, PutEventsResponse answer) {
        int taken = 0;
        for (var entry : answer.entries()) {
            if (taken == next.size() || entry.errorCode() != null || entry.eventId() == null) {
                return taken;
            }
            taken++;
        }
        return taken;
    }

    private PutEventsRequestEntry entry(Announcement announcement) {
        return PutEventsRequestEntry.builder()
                .eventBusName(bus)
                .source(SOURCE)
                .detailType(announcement.type().title())
                .time(announcement.at())
                .detail(announcement.detail().text())
                .build();
    }

    @Override
    public void close() {
        events.close();
    }
}

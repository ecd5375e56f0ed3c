package dev.valet.local.aws;

import static dev.valet.local.aws.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

class EventBridgeTest {
    private static final String BUS = "arn:aws:events:eu-west-1:111122223333:event-bus/valet";
    private static final String LAMBDA = """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow",
             "Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}""";

    private final World world = new World();
    private final EventBridgeClient events = role("""
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"events:PutEvents","Resource":"%s",
             "Condition":{"StringEquals":{"events:source":"valet","events:detail-type":["Valet Lift","Valet Revocation"]}}}}""".formatted(BUS));

    EventBridgeTest() {
        world.aws.eventBus(BUS);
    }

    @AfterEach
    void close() {
        events.close();
        world.close();
    }

    private EventBridgeClient role(String policy) {
        var role = world.aws
                .account(World.VALET)
                .put(RoleDraft.named("announce", LAMBDA).allowing("own", policy));
        return world.client(EventBridgeClient.builder(), World.key(world.aws.sessionFor(role, "run")));
    }

    private static PutEventsRequestEntry.Builder lift() {
        return PutEventsRequestEntry.builder()
                .eventBusName(BUS)
                .source("valet")
                .detailType("Valet Lift")
                .detail("{\"record\":\"1\"}");
    }

    @Test
    void whatIsPutIsOnTheBusInItsOrder() {
        var answer = events.putEvents(put -> put.entries(
                lift().build(),
                lift().eventBusName("valet").detailType("Valet Revocation").build()));
        assertThat(answer.failedEntryCount()).isZero();
        assertThat(world.aws.events(BUS))
                .extracting(Event::detailType)
                .containsExactly("Valet Lift", "Valet Revocation");
        assertThat(world.aws.events(BUS).getFirst())
                .isEqualTo(
                        new Event(answer.entries().getFirst().eventId(), "valet", "Valet Lift", "{\"record\":\"1\"}"));
    }

    @Test
    void whatTheRoleDoesNotAllowIsNotOnTheBus() {
        refused(
                "AccessDeniedException",
                () -> events.putEvents(put ->
                        put.entries(lift().build(), lift().source("somebody").build())));
        refused(
                "AccessDeniedException",
                () -> events.putEvents(
                        put -> put.entries(lift().detailType("Valet Payment").build())));
        try (var silent = role("""
                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}""")) {
            refused("AccessDeniedException", () -> silent.putEvents(put -> put.entries(lift().build())));
        }
        try (var stranger = world.client(EventBridgeClient.builder(), world.administrator(World.TARGET))) {
            refused("AccessDeniedException", () -> stranger.putEvents(put -> put.entries(lift().build())));
        }
        assertThat(world.aws.events(BUS)).isEmpty();
    }

    @Test
    void whatIsWrongWithAnEntryFailsThatEntry() {
        var answer = events.putEvents(put -> put.entries(
                lift().detail("not json").build(),
                lift().build(),
                lift().detail("").build()));
        assertThat(answer.failedEntryCount()).isEqualTo(2);
        assertThat(answer.entries().get(0).errorCode()).isEqualTo("MalformedDetail");
        assertThat(answer.entries().get(1).eventId()).isNotEmpty();
        assertThat(answer.entries().get(2).errorCode()).isEqualTo("InvalidArgument");
        assertThat(world.aws.events(BUS)).hasSize(1);
    }

    @Test
    void elevenEntriesOrTooManyBytesAreTooMany() {
        refused(
                "ValidationException",
                () -> events.putEvents(put -> put.entries(Collections.nCopies(11, lift().build()))));
        refused("ValidationException", () -> events.putEvents(put -> put.entries(List.of())));
        var large = lift().detail("{\"a\":\"" + "x".repeat(200_000) + "\"}").build();
        assertThat(events.putEvents(put -> put.entries(large)).failedEntryCount())
                .isZero();
        refused("ValidationException", () -> events.putEvents(put -> put.entries(large, large)));
    }

    @Test
    void whatIsLeftOutIsSaidByName() {
        assertThat(refused(
                        "NotImplemented",
                        () -> events.putEvents(
                                put -> put.entries(lift().eventBusName("other").build()))))
                .isEqualTo("the local endpoint has no event bus other");
        assertThat(refused(
                        "NotImplemented",
                        () -> events.putEvents(
                                put -> put.entries(lift().resources("a").build()))))
                .isEqualTo("the local endpoint has no member Resources in an entry of events:PutEvents");
        assertThat(refused("NotImplemented", () -> events.listRules(list -> list.eventBusName("valet"))))
                .isEqualTo("the local endpoint has no events:ListRules");
    }
}

package dev.valet.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import dev.valet.Json;
import dev.valet.audit.ArchiveAudit;
import dev.valet.audit.ArchiveLine;
import dev.valet.audit.AuditEntry;
import dev.valet.audit.AuditRecord;
import dev.valet.audit.Phase;
import dev.valet.audit.WriteCheckpoints;
import dev.valet.http.JwksLoader;
import dev.valet.http.RefreshKeys;
import dev.valet.identity.Issuer;
import dev.valet.identity.IssuerId;
import dev.valet.identity.IssuerType;
import dev.valet.testkit.Events;
import dev.valet.testkit.MemoryArchive;
import dev.valet.testkit.MemoryIssuers;
import dev.valet.testkit.MemorySigner;
import dev.valet.testkit.TurnableClock;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpkeepHandlerTest {
    private static final Context UNREAD = (Context)
            Proxy.newProxyInstance(Context.class.getClassLoader(), new Class<?>[] {Context.class}, (_, asked, _) -> {
                throw new AssertionError(asked);
            });

    private final TurnableClock clock = new TurnableClock();
    private final MemoryIssuers issuers = new MemoryIssuers(clock);
    private final MemoryArchive archive = new MemoryArchive();
    private final MemorySigner signer = new MemorySigner();
    private final List<String> logged = new ArrayList<>();
    private int writers;

    private void register(String id, Issuer.Keys keys) {
        issuers.register(new Issuer(
                new IssuerId(id),
                IssuerType.OIDC,
                "https://" + id + ".example",
                keys,
                Issuer.SigningAlgorithm.RS256,
                Optional.empty(),
                false,
                List.of("sub"),
                Map.of()));
    }

    /** The minute that lies in {@code events}, as Lambda's own runtime reads it. */
    private void run() {
        try (var client = JwksLoader.strictly().build()) {
            var refreshKeys = new RefreshKeys(issuers, new JwksLoader(client), clock);
            var read = LambdaEventSerializers.serializerFor(
                            ScheduledEvent.class, getClass().getClassLoader())
                    .fromJson(new ByteArrayInputStream(Events.read("upkeep-every-minute")));
            var checkpoints = new WriteCheckpoints("valet/audit", archive, signer, clock);
            new UpkeepHandler(() -> refreshKeys, () -> checkpoints, new UpkeepLog(logged::add, clock), clock, null)
                    .handleRequest(read, UNREAD);
        }
    }

    private void archiveOne() {
        var entry = AuditEntry.of(Phase.OPEN, clock.instant(), "valet");
        var line = ArchiveLine.of(new AuditRecord("%032x".formatted(++writers), 0, "0".repeat(64), entry));
        new ArchiveAudit(archive, clock).archive(List.of(line));
    }

    @Test
    void everyEventInEventsIsRun() {
        assertThat(Events.of("upkeep")).containsExactly("every-minute");
    }

    @Test
    void anIssuerThatCanNotBeReachedIsReportedAndStopsNothing() {
        register("closed-port", new Issuer.Keys.Pinned("https://127.0.0.1:1/jwks"));
        register("clear-text", new Issuer.Keys.Pinned("http://127.0.0.1:1/jwks"));
        assertThatThrownBy(this::run).hasMessage("keys of an issuer could not be loaded; the log names it");
        assertThat(logged).hasSize(3);
        assertThat(logged)
                .anyMatch(line ->
                        line.contains("\"issuer\":\"closed-port\",\"outcome\":\"failed\",\"cause\":\"unreachable\""))
                .anyMatch(line ->
                        line.contains("\"issuer\":\"clear-text\",\"outcome\":\"failed\",\"cause\":\"not-https\""))
                .anyMatch(line -> line.contains("\"outcome\":\"checkpoints\"")); // the other work was done all the same
        assertThat(logged.subList(0, 2)).allMatch(line -> line.contains("\"KeysNotRefreshed\":1"));
    }

    @Test
    void whereNothingIsDueThereIsNoLag() {
        register("inline", new Issuer.Keys.Inline(Json.object().build()));
        run();
        assertThat(logged).singleElement().asString().contains("\"written\":0", "\"CheckpointLag\":0");
    }

    @Test
    void whatWasArchivedIsSignedAMinuteAtATime() {
        archiveOne();
        clock.turn(Duration.ofMinutes(1));
        archiveOne();
        clock.turn(Duration.ofMinutes(3));
        run();
        assertThat(archive.notes()).containsOnlyKeys(1L, 2L);
        assertThat(logged).singleElement().asString().contains("\"written\":2,\"size\":2", "\"CheckpointLag\":0");
    }

    @Test
    void whatWaitsIsTheLag() {
        archiveOne();
        clock.turn(Duration.ofSeconds(150)); // its minute ended 90 seconds ago and is not closed yet
        run();
        assertThat(logged).singleElement().asString().contains("\"written\":0", "\"CheckpointLag\":90");
    }

    @Test
    void anAuditThatCanNotBeSignedIsReported() {
        archive.reachable(false);
        assertThatThrownBy(this::run).hasMessage("the audit could not be signed; the log says why");
        assertThat(logged)
                .containsExactly("{\"function\":\"upkeep\",\"outcome\":\"failed\",\"cause\":\"archive-unreachable\"}");
    }
}

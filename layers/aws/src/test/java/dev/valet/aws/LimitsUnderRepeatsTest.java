package dev.valet.aws;

import static dev.valet.aws.Samples.NOON;
import static dev.valet.aws.Samples.READER;
import static dev.valet.aws.Samples.REPORTER;
import static dev.valet.aws.Samples.agent;
import static dev.valet.aws.Samples.role;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.approval.AskForApproval;
import dev.valet.audit.AuditLog;
import dev.valet.guardrail.Guardrails;
import dev.valet.lease.Decide;
import dev.valet.lease.IssueLease;
import dev.valet.lease.LeaseRequest;
import dev.valet.lease.Outcome;
import dev.valet.limit.Limits;
import dev.valet.limit.Origin;
import dev.valet.registry.Document;
import dev.valet.testkit.MemorySecrets;
import dev.valet.testkit.RecordingMinter;
import dev.valet.testkit.Sample;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Twenty-five agents' tasks ask at once for what only ten may have, each of them twice with one key, and answers are lost. */
class LimitsUnderRepeatsTest {
    private static final int TASKS = 25;
    private static final int MOST = 10;

    private final LocalTables tables = new LocalTables();
    private final TurningClock clock = new TurningClock(NOON);
    private final RecordingMinter minter = new RecordingMinter(new MemorySecrets(clock));

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void neverMoreThanTenAreIssuedAndNoneIsCountedTwice(long seed) throws Exception { // INV-13, INV-19
        var configuration = new Configured(tables.state());
        configuration.put(new Document.OfAgent(agent("reporter", role("reporter"))), 0);
        var limited = Sample.limited(Samples.grant("reporter", READER.text()), new Limits(MOST, 0));
        configuration.put(new Document.OfGrant(limited), 0);

        var table = tables.state(new ShuffledLine(LocalTables.http(), seed));
        var issueLease = issueLease(table);
        var outcomes = new ArrayList<Outcome>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = IntStream.range(0, 2 * TASKS)
                    .mapToObj(i -> threads.submit(() -> issueLease.issue(role("reporter"), request("task-" + i / 2))))
                    .toList();
            for (Future<Outcome> answer : asked) {
                outcomes.add(answer.get());
            }
        }
        // Where answers are lost a place may be taken and not used: never more than ten, and nobody takes two.
        long issued = outcomes.stream().filter(Outcome.Issued.class::isInstance).count();
        assertThat(issued).isBetween(1L, (long) MOST);
        assertThat((long) minter.minted().size()).isEqualTo(issued);
        var counted = table.get(StateKey.limits(REPORTER, READER)).orElseThrow();
        assertThat(counted.number("total")).isBetween(issued, (long) MOST);
    }

    private IssueLease issueLease(StateTable table) {
        var audit = new AuditLog(tables.audit());
        return new IssueLease(
                new Decide((_, _) -> false, clock),
                new DynamoRegistry(table, _ -> Guardrails.NONE, clock),
                new DynamoLeases(table),
                minter,
                new AskForApproval(new DynamoApprovals(table), audit, clock),
                audit,
                clock);
    }

    private static LeaseRequest request(String key) {
        return new LeaseRequest(
                READER, Map.of("team", "sales"), "", Optional.empty(), Optional.of(key), Origin.UNKNOWN, false);
    }
}

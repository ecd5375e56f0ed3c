package dev.valet.aws;

import static dev.valet.aws.Samples.NOON;
import static dev.valet.aws.Samples.READER;
import static dev.valet.aws.Samples.REPORTER;
import static dev.valet.aws.Samples.lease;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Unavailable;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.lease.Lease;
import dev.valet.limit.Limits;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DynamoLeaseBookTest {
    private final Wire wire = new Wire();
    private final StateTable table = new LocalTables().state(wire);
    private final DynamoLeases leases = new DynamoLeases(table);
    private final DynamoLeaseBook book = new DynamoLeaseBook(table);
    private final List<GrantId> hundred = Stream.concat(
                    Stream.of(READER), IntStream.range(1, 100).mapToObj(i -> GrantId.parse("grant-" + i)))
            .toList();

    @Test
    void aLeaseIsFoundAmongAHundredGrantsInOneCall() {
        var lease = opened(lease(NOON));
        wire.forgetCalls();
        assertThat(book.find(REPORTER, hundred, lease.id())).contains(lease);
        assertThat(wire.calls()).containsExactly("BatchGetItem");
    }

    @Test
    void anothersLeaseIsNotFoundByItsId() { // INV-4, T-23
        var lease = opened(lease(NOON));
        assertThat(book.find(AgentId.parse("billing"), hundred, lease.id())).isEmpty();
        assertThat(book.since(AgentId.parse("billing"), hundred, NOON, 10)).isEmpty();
        assertThat(book.find(REPORTER, List.of(), lease.id())).isEmpty();
    }

    @Test
    void leasesAreListedNewestFirstFromATimeOn() {
        opened(lease(NOON.minusSeconds(1)));
        var first = opened(lease(NOON));
        var second = opened(lease(NOON.plusSeconds(1)));
        var third = opened(lease(NOON.plusSeconds(2)));
        assertThat(book.since(REPORTER, List.of(READER), NOON, 10)).containsExactly(third, second, first);
        assertThat(book.since(REPORTER, List.of(READER), NOON, 2)).containsExactly(third, second);
        assertThat(book.since(REPORTER, hundred, NOON, 10)).hasSize(3);
    }

    @Test
    void nothingIsScanned() {
        book.since(REPORTER, List.of(READER), NOON, 10);
        assertThat(wire.calls()).containsExactly("Query");
    }

    @Test
    void aTableThatIsAwayIsSaidToBe() {
        wire.cut("*");
        assertThatThrownBy(() -> book.find(REPORTER, hundred, lease(NOON).id())).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> book.since(REPORTER, hundred, NOON, 10)).isInstanceOf(Unavailable.class);
    }

    private Lease opened(Lease lease) {
        leases.open(lease, Limits.NONE, Limits.NONE);
        return lease;
    }
}

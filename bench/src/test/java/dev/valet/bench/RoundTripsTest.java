package dev.valet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundTripsTest { // design: two AWS round trips in sequence for a warm aws lease
    @Test
    void aWarmLeaseIsFourCallsInTwoRoundTrips() throws IOException {
        assertThat(rounds(false, 2, 2))
                .containsExactly(List.of("PutItem", "PutItem"), List.of("AssumeRole", "BatchGetItem"));
    }

    @Test
    void limitsCostOneMoreCallAndNoMoreTime() throws IOException {
        assertThat(rounds(true, 3, 2))
                .containsExactly(List.of("PutItem", "PutItem", "UpdateItem"), List.of("AssumeRole", "BatchGetItem"));
    }

    @Test
    void aLeaseCostsTheSameCallsAmongAMillionGrants() throws IOException {
        var few = Scaled.canned(1, 3);
        var many = Scaled.canned(10_000, 3);
        assertThat(many.grants()).isEqualTo(1_000_000);
        assertThat(many.calls()).isEqualTo(few.calls());
    }

    /** @param sizes how many calls stand side by side, round for round; another number of them never gets an answer */
    private static List<List<String>> rounds(boolean limited, Integer... sizes) throws IOException {
        var aws = new StubAws(new CannedAws(World.of(1, 1, limited)));
        try (var subject = Subject.of(aws, Clock.systemUTC())) {
            subject.issuing().one(Events.lease(0, 0));
            var together = new Together(sizes);
            aws.delay(together);
            subject.issuing().one(Events.lease(0, 0));
            return together.rounds();
        }
    }
}

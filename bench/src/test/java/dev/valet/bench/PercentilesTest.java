package dev.valet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {
    @Test
    void aPercentileIsOneOfTheTimes() {
        var times = Percentiles.of(LongStream.rangeClosed(1, 200).toArray());
        assertThat(times.at(50)).isEqualTo(100);
        assertThat(times.at(99)).isEqualTo(198);
        assertThat(times.at(100)).isEqualTo(200);
    }

    @Test
    void oneTimeIsEveryPercentile() {
        assertThat(Percentiles.of(new long[] {7}).at(1)).isEqualTo(7);
    }

    @Test
    void timesAreToldInMilliseconds() {
        assertThat(Percentiles.of(new long[] {1_234_567}).text(50)).isEqualTo("1.235 ms");
    }
}

package dev.valet.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Json;
import dev.valet.grant.GrantId;
import dev.valet.testkit.TurnableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestLogTest {
    private final List<String> lines = new ArrayList<>();
    private final RequestLog log = new RequestLog(lines::add, new TurnableClock());

    @ParameterizedTest
    @MethodSource
    void anOutcomeCountsUnderOneMetric(String outcome, String metric) {
        log.close(log.open("r-1"), HttpReply.json(200, Json.object().build(), Noted.of(outcome)));
        assertThat(lines).singleElement().asString().contains(metric);
    }

    static Stream<Arguments> anOutcomeCountsUnderOneMetric() {
        return Stream.of(
                arguments("issued", "\"Issued\":1"),
                arguments("denied.forbidden", "\"Dimensions\":[[],[\"reason\"]]"),
                arguments("denied.forbidden", "\"reason\":\"forbidden\",\"Denied\":1"),
                arguments("denied.internal", "\"Failed\":1"),
                arguments("denied.upstream-busy", "\"Failed\":1"),
                arguments("denied.not-recorded", "\"Failed\":1"),
                arguments("denied.changed-meanwhile", "\"Denied\":1"),
                arguments("read", "\"millis\":0}"));
    }

    @Test
    void aPolicyThatIsNearlyFullCountsForItsGrant() { // S-4
        log.packedPolicySize(new GrantId("reports-reader"), 91);
        assertThat(lines).containsExactly("""
                        {"grant":"reports-reader","_aws":{"Timestamp":1772442000000,"CloudWatchMetrics":[{"Namespace":"Valet",\
                        "Dimensions":[[]],"Metrics":[{"Name":"PackedPolicySize","Unit":"Percent"}]}]},"PackedPolicySize":91}""");
    }
}

package dev.valet.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Json;
import dev.valet.limit.Limits;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentDocumentTest {
    @Test
    void whatIsWrittenReadsAlike() {
        var role = Json.object()
                .with("role", "arn:aws:iam::444455556666:role/reporter")
                .with("uniqueId", "AROAREPORTER00000000")
                .build();
        var plain = Json.object()
                .with("agent", "reporter")
                .with("owner", "team-reports")
                .with("environment", "sandbox")
                .with("identities", new Json.Arr(List.of(role)));
        assertThat(AgentDocument.read(plain.build()).limits()).isEqualTo(Limits.NONE);
        var limited = AgentDocument.read(
                plain.with("limits", Json.object().with("leasesPerHour", 20).build())
                        .build());
        assertThat(limited.limits()).isEqualTo(new Limits(20, 0));
        assertThat(AgentDocument.read(AgentDocument.write(limited))).isEqualTo(limited);
    }
}

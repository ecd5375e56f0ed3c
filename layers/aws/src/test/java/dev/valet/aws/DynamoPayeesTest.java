package dev.valet.aws;

import static dev.valet.aws.Samples.READER;
import static dev.valet.aws.Samples.REPORTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Unavailable;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import org.junit.jupiter.api.Test;

class DynamoPayeesTest {
    private final Wire wire = new Wire();
    private final DynamoPayees payees = new DynamoPayees(new LocalTables().state(wire));

    @Test
    void aPayeeIsKnownToTheGrantThatPaidHim() {
        assertThat(payees.isKnown(REPORTER, READER, "acme")).isFalse();
        payees.know(REPORTER, READER, "acme");
        payees.know(REPORTER, READER, "acme");
        assertThat(payees.isKnown(REPORTER, READER, "acme")).isTrue();
        assertThat(payees.isKnown(REPORTER, READER, "Acme")).isFalse();
        assertThat(payees.isKnown(REPORTER, new GrantId("other"), "acme")).isFalse();
        assertThat(payees.isKnown(new AgentId("other"), READER, "acme")).isFalse();
    }

    @Test
    void whoCannotBeKeptStaysNew() {
        wire.cut("PutItem");
        payees.know(REPORTER, READER, "acme");
        wire.cut("none");
        assertThat(payees.isKnown(REPORTER, READER, "acme")).isFalse();
    }

    @Test
    void whoCannotBeReadIsNeitherNewNorKnown() { // INV-5
        wire.cut("GetItem");
        assertThatThrownBy(() -> payees.isKnown(REPORTER, READER, "acme")).isInstanceOf(Unavailable.class);
    }
}

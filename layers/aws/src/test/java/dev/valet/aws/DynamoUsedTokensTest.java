package dev.valet.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Unavailable;
import dev.valet.identity.PresentedToken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** J-10: a token asks for one action, once. */
class DynamoUsedTokensTest {
    private static final Instant END = Instant.parse("2026-03-02T12:05:00Z");
    private static final PresentedToken TOKEN = new PresentedToken("ab".repeat(32), END);

    private final Wire wire = new Wire();
    private final StateTable table = new LocalTables().state(wire);
    private final DynamoUsedTokens tokens = new DynamoUsedTokens(table);

    @Test
    void aTokenIsUsedOnce() {
        assertThat(tokens.use(TOKEN)).isTrue();
        assertThat(tokens.use(TOKEN)).isFalse();
        assertThat(tokens.use(new PresentedToken(TOKEN.hash(), END.plusSeconds(900))))
                .isFalse();
        assertThat(tokens.use(new PresentedToken("cd".repeat(32), END))).isTrue();
    }

    @Test
    void ofManyAtOnceOneIsFirst() throws InterruptedException, ExecutionException {
        var all = new ArrayList<Boolean>();
        try (var threads = Executors.newFixedThreadPool(10)) {
            for (var answer : threads.invokeAll(
                    Collections.<Callable<Boolean>>nCopies(20, () -> new DynamoUsedTokens(table).use(TOKEN)))) {
                all.add(answer.get());
            }
        }
        assertThat(all).containsOnlyOnce(true).hasSize(20);
    }

    @Test
    void whoeverUsedItKnowsHimselfWhenTheReplyIsLost() { // T-32
        wire.loseRepliesOf("PutItem", 1);
        assertThat(tokens.use(TOKEN)).isTrue();
        assertThat(tokens.use(TOKEN)).isFalse();
    }

    @Test
    void whatIsNotCertainIsNoYes() { // INV-5
        wire.cut("PutItem");
        assertThatThrownBy(() -> tokens.use(TOKEN)).isInstanceOf(Unavailable.class);
    }

    @Test
    void itsRowOutlivesItAndHoldsNothingOfIt() { // T-07
        tokens.use(TOKEN);
        var row = table.get(StateKey.token(TOKEN)).orElseThrow();
        assertThat(row.number("ttl")).isEqualTo(END.getEpochSecond() + 3600);
        assertThat(row.attributes()).containsOnlyKeys("pk", "sk", "by", "ttl");
    }
}

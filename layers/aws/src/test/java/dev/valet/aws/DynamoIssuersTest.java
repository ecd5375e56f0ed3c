package dev.valet.aws;

import static dev.valet.aws.Samples.NOON;
import static dev.valet.aws.Samples.issuer;
import static dev.valet.aws.Samples.jwks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Unavailable;
import dev.valet.identity.Issuer;
import dev.valet.identity.Issuers.StoredKeys;
import dev.valet.registry.Document;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DynamoIssuersTest {
    private static final String URL = "https://oidc.example/cluster";

    private final Wire wire = new Wire();
    private final StateTable table = new LocalTables().state(wire);
    private final TurningClock clock = new TurningClock(NOON);
    private final Configured configuration = new Configured(table);
    private final DynamoIssuers issuers = new DynamoIssuers(table, clock);
    private final Issuer cluster = issuer("cluster", URL);

    @BeforeEach
    void anIssuer() {
        configuration.put(new Document.OfIssuer(cluster), 0);
        wire.forgetCalls();
    }

    @Test
    void anIssuerIsFoundByItsExactString() { // T-05
        assertThat(issuers.byUrl(URL)).contains(cluster);
        assertThat(issuers.byUrl(URL + "/")).isEmpty();
        assertThat(issuers.byUrl("https://OIDC.example/cluster")).isEmpty();
        assertThat(issuers.byUrl("cluster")).isEmpty();
    }

    @Test
    void aRemovedIssuerIsUnknownAtOnceAndItsKeysAreGone() {
        issuers.store(cluster.id(), new StoredKeys(jwks("one"), NOON, false));
        configuration.remove(new Document.OfIssuer(cluster), 1);
        assertThat(issuers.byUrl(URL)).isEmpty();
        assertThat(issuers.all()).isEmpty();
        assertThat(issuers.keys(cluster.id())).isEmpty();
    }

    @Test
    void keysOfAnEarlierSourceDoNotSpeakForTheNewOne() { // T-05
        issuers.store(cluster.id(), new StoredKeys(jwks("one"), NOON, false));
        configuration.put(new Document.OfIssuer(cluster), 1);
        assertThat(issuers.keys(cluster.id())).as("nothing about them changed").isPresent();
        configuration.put(new Document.OfIssuer(issuer("cluster", "https://oidc.example/new")), 2);
        assertThat(issuers.keys(cluster.id())).isEmpty();
    }

    @Test
    void allAreListedByName() {
        var another = issuer("another", "https://oidc.example/another");
        configuration.put(new Document.OfIssuer(another), 0);
        assertThat(issuers.all()).containsExactly(another, cluster);
    }

    @Test
    void storedKeysComeBackAndTheLatestStay() {
        assertThat(issuers.keys(cluster.id())).isEmpty();
        issuers.store(cluster.id(), new StoredKeys(jwks("two"), NOON, false));
        issuers.store(cluster.id(), new StoredKeys(jwks("one"), NOON.minusSeconds(1), false));
        assertThat(issuers.keys(cluster.id())).contains(new StoredKeys(jwks("two"), NOON, false));
    }

    @Test
    void aRefreshIsWantedAtMostOnceAMinute() { // T-28
        issuers.store(cluster.id(), new StoredKeys(jwks("one"), NOON.minusSeconds(5), false));
        issuers.wantRefresh(cluster.id());
        assertThat(wanted()).isTrue();

        clock.turn(Duration.ofSeconds(10));
        issuers.store(cluster.id(), new StoredKeys(jwks("one"), clock.instant(), false));
        assertThat(wanted()).isFalse();
        issuers.wantRefresh(cluster.id());
        assertThat(wanted()).as("asked again too soon").isFalse();

        clock.turn(Duration.ofSeconds(50));
        issuers.wantRefresh(cluster.id());
        assertThat(wanted()).isTrue();
    }

    @Test
    void aTableThatIsAwayIsNoIssuer() { // INV-5
        wire.cut("*");
        assertThatThrownBy(() -> issuers.byUrl(URL)).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> issuers.store(cluster.id(), new StoredKeys(jwks("one"), NOON, false)))
                .isInstanceOf(Unavailable.class);
        issuers.wantRefresh(cluster.id()); // asks for a favour only
    }

    private boolean wanted() {
        return issuers.keys(cluster.id()).orElseThrow().refreshWanted();
    }
}

package dev.valet.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Json;
import dev.valet.identity.Issuer;
import dev.valet.identity.IssuerId;
import dev.valet.identity.IssuerType;
import dev.valet.registry.Control;
import dev.valet.testkit.MemoryIssuers;
import dev.valet.testkit.Sample;
import dev.valet.testkit.TurnableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DevelopmentIdentitiesTest {
    private final TurnableClock clock = new TurnableClock();
    private final MemoryIssuers issuers = new MemoryIssuers(clock);
    private final DevelopmentIdentities development =
            new DevelopmentIdentities(Set.of(Sample.DEVELOPMENT_ACCOUNT), issuers, clock);

    @Test
    void aRoleIsForDevelopmentByItsAccount() {
        assertThat(development.test(Sample.role(Sample.DEVELOPMENT_ACCOUNT, "reporter"), Control.INITIAL))
                .isTrue();
        assertThat(development.test(Sample.role("reporter"), Control.INITIAL)).isFalse();
    }

    @Test
    void aSubjectIsForDevelopmentByItsIssuersRegistration() {
        issuers.register(issuer(false));
        assertThat(development.test(Sample.subject("reporter"), Control.INITIAL))
                .isFalse();
    }

    @Test
    void aNewRevisionIsAskedAtOnce() { // the look compares the revision, so a stale answer never issues
        issuers.register(issuer(false));
        development.test(Sample.subject("reporter"), Control.INITIAL);
        issuers.register(issuer(true));
        assertThat(development.test(Sample.subject("reporter"), new Control(0, 1, true)))
                .isTrue();
    }

    @Test
    void noAnswerIsKeptForMoreThanAMinute() {
        issuers.register(issuer(false));
        development.test(Sample.subject("reporter"), Control.INITIAL);
        issuers.register(issuer(true));
        clock.turn(Duration.ofSeconds(61));
        assertThat(development.test(Sample.subject("reporter"), Control.INITIAL))
                .isTrue();
    }

    @Test
    void anIssuerThatIsGoneReachesTheLeast() { // T-41
        assertThat(development.test(Sample.subject("reporter"), Control.INITIAL))
                .isTrue();
    }

    private static Issuer issuer(boolean development) {
        return new Issuer(
                new IssuerId("cluster"),
                IssuerType.OIDC,
                Sample.ISSUER,
                new Issuer.Keys.Inline(Json.object().build()),
                Issuer.SigningAlgorithm.ES256,
                Optional.empty(),
                development,
                List.of("sub"),
                Map.of());
    }
}

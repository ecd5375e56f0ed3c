package dev.valet.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.valet.testkit.TurnableClock;
import java.util.ArrayList;
import org.crac.Core;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class PrimingTest {
    private final Settings settings = Settings.from(SettingsTest.ENV);
    private final Wiring wiring = Wiring.of(
            settings,
            new TurnableClock(),
            StaticCredentialsProvider.create(AwsBasicCredentials.create("canary-key", "canary-secret")));

    @Test
    void beforeASnapshotTheFunctionRehearsesAndHoldsNothing() { // INV-16
        var ran = new ArrayList<String>();
        var priming = Priming.of(wiring, () -> ran.add("rehearsal"));
        wiring.handOutLease();
        priming.beforeCheckpoint(Core.getGlobalContext());
        priming.afterRestore(Core.getGlobalContext());
        assertThat(ran).containsExactly("rehearsal");
        assertThat(wiring.holdsNothing()).isTrue();
    }

    @Test
    void credentialsThatWereLookedUpAreForgotten() {
        var looks = new ArrayList<String>();
        var credentials = new RenewedCredentials(() -> {
            looks.add("look");
            return StaticCredentialsProvider.create(AwsBasicCredentials.create("canary-key", "canary-secret"));
        });
        credentials.resolveCredentials();
        credentials.resolveCredentials();
        assertThat(looks).hasSize(1);
        credentials.forget();
        assertThat(credentials.holdsNothing()).isTrue();
        credentials.resolveCredentials();
        assertThat(looks).hasSize(2);
    }

    @Test
    void theAdaptersAreRehearsedWithoutAnyConnection() {
        // No endpoint answers here and no credentials are valid: anything that left this process would fail.
        assertThatCode(() -> new Rehearsal(settings).adapters()).doesNotThrowAnyException();
    }

    @Test
    void whoOnlyVerifiesTokensBuildsNothingThatMints() {
        wiring.edge();
        wiring.tokenVerifier();
        wiring.registry();
        assertThat(wiring.canMint()).isFalse();
    }
}

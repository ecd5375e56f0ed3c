package dev.valet.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Unavailable;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Anybody may ask for them, so asking is free (INV-24). */
class KmsPublicKeysTest {
    private static final String KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234";

    private final FakeAws aws = new FakeAws();
    private final TurningClock clock = new TurningClock(Samples.NOON);
    private final KmsPublicKeys keys = new KmsPublicKeys(aws.clients().kms(), List.of(KEY), clock);

    @AfterEach
    void close() {
        aws.close();
    }

    private static String publicKey() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return "{\"PublicKey\":\""
                + Base64.getEncoder()
                        .encodeToString(generator.generateKeyPair().getPublic().getEncoded())
                + "\"}";
    }

    @Test
    void tenThousandQuestionsCostOneCall() throws Exception {
        aws.answer(200, publicKey());
        for (int i = 0; i < 10_000; i++) {
            assertThat(keys.keys()).hasSize(1);
        }
        clock.turn(Duration.ofDays(1));
        assertThat(keys.keys()).hasSize(1);
        assertThat(aws.bodies()).hasSize(1);
    }

    @Test
    void aFailureIsRememberedForTenSeconds() throws Exception {
        aws.answer(400, "{\"__type\":\"AccessDeniedException\"}");
        for (int i = 0; i < 10_000; i++) {
            assertThatThrownBy(keys::keys).isInstanceOf(Unavailable.class).hasMessage("kms-access-denied");
        }
        assertThat(aws.bodies()).hasSize(1);
        aws.answer(200, publicKey());
        clock.turn(Duration.ofSeconds(9));
        assertThatThrownBy(keys::keys).isInstanceOf(Unavailable.class);
        clock.turn(Duration.ofSeconds(1));
        assertThat(keys.keys()).hasSize(1);
        assertThat(aws.bodies()).hasSize(2);
    }
}

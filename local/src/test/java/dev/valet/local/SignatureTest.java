package dev.valet.local;

import static dev.valet.local.ActionCalls.isSigned;
import static dev.valet.local.ActionCalls.result;
import static dev.valet.local.ActionCalls.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Hash;
import dev.valet.Json;
import dev.valet.local.aws.Credentials;
import dev.valet.local.aws.wire.Blob;
import dev.valet.local.door.FrontDoor;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** The signature of the sample configuration, checked as a consumer does who knows the public key and nothing of Valet. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignatureTest {
    private static final String KEY = "arn:aws:kms:eu-west-1:111122223333:key/7d1e52c4-9f0b-4c3a-8a6e-5b2d90f1c7e3";
    private static final String DIGEST = Hash.sha256("what was published");

    private LocalValet valet;
    private ActionCalls calls;
    private Credentials release;

    @SuppressWarnings("NullAway.Init")
    SignatureTest() {}

    @BeforeAll
    void start() throws IOException {
        var home = Home.find();
        valet = LocalValet.start(home, FrontDoor.take(0), home.sample(), Optional.empty(), Clock.systemUTC());
        calls = new ActionCalls(valet);
        release = calls.session("release");
    }

    @AfterAll
    void stop() {
        valet.close();
    }

    private static Json.Obj document(String version) {
        return Json.object().with("version", version).with("sha256", DIGEST).build();
    }

    private Blob publicKey() {
        return valet.world().actionKey(KEY);
    }

    @Test
    void aDocumentVerifiesByItsTypeAndItsText() {
        var signed = calls.perform(release, "sign-release", "v7", document("v7"));
        assertThat(signed.status()).as(signed.body()).isEqualTo(200);
        assertThat(text(signed, "result", "payload")).isEqualTo(document("v7").canonical());
        assertThat(isSigned(publicKey(), result(signed))).isTrue();
        for (var changed : List.of("type", "payload", "signature")) {
            var other = Json.object();
            ((Json.Obj) result(signed)).members().forEach(other::with);
            other.with(changed, text(signed, "result", changed).replaceFirst("[a-z]", "q"));
            assertThat(isSigned(publicKey(), other.build())).as(changed).isFalse();
        }
        assertThat(calls.receipt(signed)).isPresent();
        var again = calls.perform(release, "sign-release", "v7", document("v7"));
        assertThat(result(again)).isEqualTo(result(signed));
    }

    @Test // T-17: a token's signing input is no version, and no member beside it reaches the key
    void anAgentChoosesNeitherTypeNorKeyNorText() {
        var more = Json.object();
        document("v8").members().forEach(more::with);
        for (var input : Stream.of(
                        document("eyJhbGciOiJFUzI1NiJ9.e30"),
                        more.with("type", "valet-receipt").build(),
                        Json.object().with("version", "v8").build(),
                        Json.object().with("digest", DIGEST).build())
                .toList()) {
            assertThat(calls.perform(release, "sign-release", "bad", input).status())
                    .as(input.canonical())
                    .isEqualTo(400);
        }
    }

    @Test // INV-17: by the key's policy and the roles of the template
    void nobodySignsWithItsKeyButAct() {
        var aws = valet.deployment().aws();
        var leased = Lease.read(new SignedHttp(valet.address())
                .signed(
                        release,
                        "POST",
                        "/v1/leases",
                        Optional.of("{\"grant\":\"release-publish\",\"parameters\":{\"version\":\"v7\"}}")));
        for (var session : Stream.of(
                        Optional.of(release),
                        leased.session(),
                        Optional.of(aws.sessionFor(valet.deployment().issuingRole(), "a-test")),
                        Optional.of(aws.sessionFor("arn:aws:iam::111122223333:role/valet-upkeep", "a-test")),
                        Optional.of(valet.deployment().operator("ann")))
                .flatMap(Optional::stream)
                .toList()) {
            assertThatThrownBy(() -> sign(session, MessageType.RAW, 10))
                    .isInstanceOfSatisfying(
                            KmsException.class,
                            refused -> assertThat(refused.awsErrorDetails().errorCode())
                                    .isEqualTo("AccessDeniedException"));
        }
        var act = aws.sessionFor(valet.deployment().actingRole(), "a-test");
        assertThat(sign(act, MessageType.RAW, 10)).isNotEmpty();
        assertThatThrownBy(() -> sign(act, MessageType.DIGEST, 32))
                .isInstanceOfSatisfying(
                        KmsException.class,
                        refused -> assertThat(refused.awsErrorDetails().errorCode())
                                .isEqualTo("AccessDeniedException"));
    }

    private byte[] sign(Credentials who, MessageType type, int bytes) {
        try (var kms = KmsClient.builder()
                .endpointOverride(valet.deployment().aws().endpoint())
                .region(Region.of(Accounts.REGION))
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(AwsSessionCredentials.create(
                        who.accessKeyId(),
                        who.secretAccessKey(),
                        who.sessionToken().orElseThrow())))
                .build()) {
            return kms.sign(sign -> sign.keyId(KEY)
                            .message(SdkBytes.fromByteArray(new byte[bytes]))
                            .messageType(type)
                            .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256))
                    .signature()
                    .asByteArray();
        }
    }
}

package dev.valet.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Es256Key;
import dev.valet.Hash;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.Unavailable;
import dev.valet.grant.ActionId;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.identity.Principal;
import dev.valet.json.StrictJson;
import dev.valet.testkit.MemoryReceiptSigner;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a receipt attests, and that nothing else passes for one. */
class ReceiptTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00.789Z");
    private static final Json.Obj INPUT =
            Json.object().with("amount", "12.50").with("to", "acme").build();
    private static final Json.Obj RESULT = Json.object().with("id", "po_1").build();
    private static final Principal AGENT =
            new Principal.AwsRole("aws", "444455556666", "payer", "AROAEXAMPLEEXAMPLE001");
    private static final PerformanceId ID = PerformanceId.of(AGENT.key(), "once");
    private static final Receipt.Outcome OUTCOME = new Receipt.Outcome(Optional.of(RESULT), "po_1", NOON);

    private static Receipt.Basis basis(String principal, Optional<String> approval) {
        return new Receipt.Basis(
                ID,
                principal,
                new AgentId("payer"),
                new GrantId("payer-pays"),
                new ActionId("pay-out"),
                Receipt.hash(INPUT),
                approval,
                7);
    }

    private static final Receipt.Basis BASIS = basis(AGENT.key(), Optional.of("ap-01KJ7V8M4"));

    private final MemoryReceiptSigner signer = new MemoryReceiptSigner();
    private final SignReceipt signing = new SignReceipt(signer, "urn:valet:111122223333:eu-west-1:valet");
    private final VerifyReceipt verifying = new VerifyReceipt(signer.keys(), StrictJson::read);

    private Receipt receipt() {
        return signing.receipt(BASIS, OUTCOME);
    }

    @Test
    void whatWasSignedIsReadBackWithTheKeySetAlone() {
        var read = verifying.verify(signing.sign(receipt()));
        assertThat(read).isEqualTo(receipt());
        assertThat(read.input()).isEqualTo(Hash.sha256("{\"amount\":\"12.50\",\"to\":\"acme\"}"));
        assertThat(read.result()).contains(Hash.sha256("{\"id\":\"po_1\"}"));
        assertThat(read.performedAt()).isEqualTo(Instant.parse("2026-03-02T12:00:00Z"));
    }

    @Test
    void aReceiptSaysExactlyThis() {
        var parts = signing.sign(receipt()).split("\\.", -1);
        assertThat(text(parts[0]))
                .isEqualTo("{\"alg\":\"ES256\",\"kid\":\"" + signer.key().id() + "\",\"typ\":\"valet-receipt+jwt\"}");
        assertThat(text(parts[1]))
                .isEqualTo("{\"action\":\"pay-out\",\"agent\":\"payer\",\"approval\":\"ap-01KJ7V8M4\","
                        + "\"grant\":\"payer-pays\",\"input\":\"" + Receipt.hash(INPUT) + "\",\"performance\":\""
                        + ID + "\",\"performedAt\":1772452800,\"policyRevision\":7,\"principal\":"
                        + Json.of(AGENT.key()).canonical() + ",\"reference\":\"po_1\",\"result\":\""
                        + Receipt.hash(RESULT) + "\",\"valet\":\"urn:valet:111122223333:eu-west-1:valet\"}");
    }

    @Test // J-11: whoever checks tokens finds nothing in it that a token has
    void aReceiptHasNoClaimOfATokens() {
        assertThat(receipt().json().members())
                .doesNotContainKeys("iss", "sub", "aud", "exp", "nbf", "iat", "jti", "client_id", "scope");
    }

    @Test
    void theSamePerformanceHasTheSameReceiptEveryTime() {
        var one = signing.sign(receipt());
        var other = signing.sign(receipt());
        assertThat(one.substring(0, one.lastIndexOf('.'))).isEqualTo(other.substring(0, other.lastIndexOf('.')));
        assertThat(signer.signed().getFirst()).isEqualTo(signer.signed().getLast());
    }

    @Test // what was done gets a receipt, and KMS takes 4,096 bytes
    void theLongestReceiptCanBeSigned() {
        var name = "n".repeat(63);
        for (var filler : List.of("x", "\"", "\u0000", "ü", "\ud83d\ude00")) {
            var claims = new TreeMap<String, String>(Map.of("sub", filler.repeat(8_000)));
            var principal = new Principal.Subject("https://issuer.example", claims).key();
            for (var said : List.of(principal, principal.substring(0, 120), filler.repeat(1_000))) {
                var basis = new Receipt.Basis(
                        ID,
                        said,
                        new AgentId(name),
                        new GrantId(name),
                        new ActionId(name),
                        Receipt.hash(INPUT),
                        Optional.of("a".repeat(80)),
                        Long.MAX_VALUE);
                var latest = Instant.ofEpochSecond(253_402_300_799L);
                var receipt = new SignReceipt(signer, "v".repeat(200))
                        .receipt(basis, new Receipt.Outcome(Optional.of(RESULT), said, latest));
                assertThat(verifying.verify(signing.sign(receipt))).isEqualTo(receipt);
            }
        }
    }

    @Test
    void aLongPrincipalIsKnownByItsHash() {
        var claims = new TreeMap<String, String>(Map.of("sub", "s".repeat(2_000)));
        var key = new Principal.Subject("https://issuer.example", claims).key();
        var receipt = signing.receipt(
                basis(key, Optional.empty()), new Receipt.Outcome(Optional.empty(), "", NOON.plusMillis(999)));
        assertThat(receipt.principal()).isEqualTo("sha256:" + Hash.sha256(key));
        assertThat(receipt.json().members()).doesNotContainKeys("approval", "reference", "result");
        assertThat(verifying.verify(signing.sign(receipt))).isEqualTo(receipt);
    }

    @Test
    void everyCharacterOfAReceiptMatters() {
        var signed = signing.sign(receipt());
        for (int i = 0; i < signed.length(); i++) {
            var other = new StringBuilder(signed);
            other.setCharAt(i, signed.charAt(i) == 'A' ? 'B' : 'A');
            assertThatThrownBy(() -> verifying.verify(other.toString())).isInstanceOf(Malformed.class);
        }
    }

    @ParameterizedTest
    @MethodSource
    void whatIsNoReceiptIsRefused(String what, String header, String payload, String rule) {
        var text = encoded(header.replace("KID", signer.key().id())) + "." + encoded(payload);
        var signed = text + "."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(signer.sign(text.getBytes(StandardCharsets.US_ASCII)));
        assertThatThrownBy(() -> verifying.verify(signed))
                .as(what)
                .isInstanceOf(Malformed.class)
                .hasMessage(rule);
    }

    /** Each signed by the right key: what is refused is what stands in it. */
    static Stream<Arguments> whatIsNoReceiptIsRefused() {
        var good = new SignReceipt(new MemoryReceiptSigner(), "valet-test")
                .receipt(BASIS, OUTCOME)
                .json()
                .canonical();
        var header = "{\"alg\":\"ES256\",\"kid\":\"KID\",\"typ\":\"valet-receipt+jwt\"}";
        return Stream.of(
                arguments("an access token", header.replace("valet-receipt+jwt", "at+jwt"), good, VerifyReceipt.HEADER),
                arguments("no type", "{\"alg\":\"ES256\",\"kid\":\"KID\"}", good, VerifyReceipt.HEADER),
                arguments("no algorithm", header.replace("ES256", "none"), good, VerifyReceipt.HEADER),
                arguments(
                        "something critical",
                        "{\"alg\":\"ES256\",\"crit\":[\"b64\"],\"kid\":\"KID\",\"typ\":\"valet-receipt+jwt\"}",
                        good,
                        VerifyReceipt.HEADER),
                arguments(
                        "a key that it brings itself",
                        "{\"alg\":\"ES256\",\"jwk\":{},\"kid\":\"KID\",\"typ\":\"valet-receipt+jwt\"}",
                        good,
                        VerifyReceipt.HEADER),
                arguments("white space", header.replace(",", ", "), good, VerifyReceipt.HEADER),
                arguments("no header", "[]", good, VerifyReceipt.HEADER),
                arguments("another key", header.replace("KID", "other"), good, VerifyReceipt.KEY),
                arguments("claims of a token", header, "{\"iss\":\"valet\",\"sub\":\"payer\"}", VerifyReceipt.PAYLOAD),
                arguments(
                        "a member more",
                        header,
                        good.replace("\"action\"", "\"a\":1,\"action\""),
                        VerifyReceipt.PAYLOAD),
                arguments(
                        "another order",
                        header,
                        "{\"valet\":\"valet-test\"," + good.substring(1),
                        VerifyReceipt.PAYLOAD),
                arguments("an empty reference", header, good.replace("\"po_1\"", "\"\""), VerifyReceipt.PAYLOAD),
                arguments(
                        "a time of milliseconds",
                        header,
                        good.replace("1772452800", "1772452800000"),
                        VerifyReceipt.PAYLOAD),
                arguments("a fraction", header, good.replace("1772452800", "1772452800.0"), VerifyReceipt.PAYLOAD),
                arguments("no JSON", header, "payload", VerifyReceipt.PAYLOAD));
    }

    @ParameterizedTest
    @MethodSource
    void anotherSpellingIsRefused(String from, String to) {
        var signed = signing.sign(receipt());
        assertThatThrownBy(() -> verifying.verify(signed.replaceAll(from, to)))
                .isInstanceOf(Malformed.class)
                .hasMessage(VerifyReceipt.FORM);
    }

    static Stream<Arguments> anotherSpellingIsRefused() {
        return Stream.of(
                arguments("$", "=="),
                arguments("$", "\n"),
                arguments("$", ".x"),
                arguments("[.][^.]*$", ""),
                arguments("^", " "),
                arguments("^[^.]*", "\u00fc"));
    }

    @Test
    void anotherDeploymentsReceiptIsRefused() {
        var theirs = new SignReceipt(new MemoryReceiptSigner(), "valet-test").sign(receipt());
        assertThatThrownBy(() -> verifying.verify(theirs)).hasMessage(VerifyReceipt.KEY);
    }

    @Test
    void aSetWithoutAKeyVerifiesNothing() {
        for (var set : List.of("{}", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"RSA\"}]}", "[]")) {
            assertThatThrownBy(() -> new VerifyReceipt(StrictJson.read(set), StrictJson::read))
                    .hasMessage(VerifyReceipt.SET);
        }
    }

    @Test // a key that was swapped, an answer that was lost on the way
    void whatDoesNotVerifyIsNotHandedOut() {
        var wrong = new ReceiptSigner() {
            @Override
            public Es256Key key() {
                return new MemoryReceiptSigner().key();
            }

            @Override
            public byte[] sign(byte[] text) {
                return signer.sign(text);
            }
        };
        assertThatThrownBy(() -> new SignReceipt(wrong, "valet-test").sign(receipt()))
                .isInstanceOf(Unavailable.class)
                .hasMessage("receipt-signature-wrong");
        assertThatThrownBy(() -> new SignReceipt(ReceiptSigner.REFUSING, "valet-test").sign(receipt()))
                .isInstanceOf(Unavailable.class);
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }
}

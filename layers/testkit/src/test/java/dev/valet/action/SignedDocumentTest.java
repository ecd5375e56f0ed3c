package dev.valet.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.EcdsaSignature;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.action.SignTemplate.Algorithm;
import dev.valet.action.SignedDocument.Drafted;
import dev.valet.json.StrictJson;
import dev.valet.testkit.MemoryReceiptSigner;
import dev.valet.testkit.MemorySigner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an agent can have signed, and what it cannot (INV-17, T-17). */
class SignedDocumentTest {
    private static final String KEY = "arn:aws:kms:eu-west-1:111122223333:key/11111111-0000-4000-8000-000000000001";
    private static final SignTemplate ORDER =
            new SignTemplate("payout-order-v1", KEY, Algorithm.ECDSA_SHA_256, List.of("to", "amount"));

    private static SignedDocument drafted(Json.Obj input) {
        return ((Drafted.Ready) SignedDocument.draft(ORDER, input)).document();
    }

    private static Json.Obj input(Json to, Json amount) {
        return Json.object()
                .with("amount", amount)
                .with("note", "is not signed")
                .with("to", to)
                .build();
    }

    @Test
    void theseBytesAreSigned() {
        var document = drafted(input(Json.of("acme"), Json.of("12.50")));
        assertThat(document.payload()).isEqualTo("{\"amount\":\"12.50\",\"to\":\"acme\"}");
        assertThat(HexFormat.of().formatHex(document.bytes()))
                .isEqualTo(hex("valet-sign-v1") + "00" + hex("payout-order-v1") + "00" + "0000001e"
                        + hex(document.payload()));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads the bytes back, as a consumer would: what can be read back in one way only is injective. */
    private static SignedDocument read(byte[] bytes) {
        var magic = "valet-sign-v1\0".getBytes(StandardCharsets.US_ASCII);
        assertThat(Arrays.copyOf(bytes, magic.length)).isEqualTo(magic);
        int end = magic.length;
        while (bytes[end] != 0) {
            end++;
        }
        var type = new String(bytes, magic.length, end - magic.length, StandardCharsets.US_ASCII);
        int length = ByteBuffer.wrap(bytes, end + 1, 4).getInt();
        assertThat(bytes).hasSize(end + 5 + length);
        return new SignedDocument(type, new String(bytes, end + 5, length, StandardCharsets.UTF_8));
    }

    @Test // T-17: two documents never have the same bytes
    void whatWasSignedIsReadBack() {
        var bytes = new HashSet<ByteBuffer>();
        var types = List.of("order", "order-a", "order-a-b", "o1", "valet-sign-v1");
        var payloads = List.of("{}", "{\"a\":\"\u0000\"}", "{\"a\":1}", "", "-a", "\0\0\0\0\2{}", "\u00fc\ud83d\ude00");
        for (var type : types) {
            for (var payload : payloads) {
                var document = new SignedDocument(type, payload);
                assertThat(read(document.bytes())).isEqualTo(document);
                bytes.add(ByteBuffer.wrap(document.bytes()));
            }
        }
        assertThat(bytes).hasSize(types.size() * payloads.size());
    }

    @Test // INV-17: even with the very key of receipts, what comes back verifies as no JWS
    void aTokenHiddenInADocumentIsNoToken() {
        var signer = new MemoryReceiptSigner();
        var key = signer.key();
        for (var hidden : signingInputs(key.id())) {
            for (var document : documents(hidden)) {
                var der = signer.der(document.bytes());
                var signature = EcdsaSignature.fixed(der);
                assertThat(key.verifies(document.bytes(), signature)).isTrue();
                assertThat(key.verifies(hidden.getBytes(StandardCharsets.UTF_8), signature))
                        .isFalse();
                var verify = new VerifyReceipt(signer.keys(), StrictJson::read);
                for (var spelling : List.of(signature, der)) {
                    assertThatThrownBy(() -> verify.verify(hidden + "." + encoded(spelling)))
                            .isInstanceOf(Malformed.class);
                }
            }
        }
    }

    /** What Valet signs, or could be believed to have signed: an access token, a receipt. */
    private static List<String> signingInputs(String kid) {
        var inputs = new ArrayList<String>();
        for (var type : List.of("at+jwt", "JWT", SignReceipt.TYPE)) {
            var header = "{\"alg\":\"ES256\",\"kid\":\"" + kid + "\",\"typ\":\"" + type + "\"}";
            for (var claims : List.of(
                    "{\"iss\":\"https://valet.example\",\"aud\":\"urn:valet\",\"sub\":\"root\",\"exp\":9999999999}",
                    "{}")) {
                inputs.add(encoded(header.getBytes(StandardCharsets.UTF_8)) + "."
                        + encoded(claims.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return inputs;
    }

    /** The text as each member, as a name, in each sort of value. */
    private static List<SignedDocument> documents(String hidden) {
        var text = Json.of(hidden);
        var nested = new Json.Arr(List.of(
                text,
                Json.object().with("a", text).build(),
                Json.object().with(hidden, "").build()));
        return Stream.of(
                        input(text, Json.of("1")),
                        input(Json.of("1"), text),
                        input(text, text),
                        input(nested, nested),
                        input(Json.of("\0" + hidden), Json.of(hidden + "\0")),
                        input(Json.of("\"}" + hidden), Json.of("")))
                .map(SignedDocumentTest::drafted)
                .toList();
    }

    @Test // INV-17: no zero stands in what a JWS or a checkpoint signs, and one stands here always
    void noOtherTextOfValetsHasTheseBytes() {
        var base64url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
        var bytes = drafted(input(Json.of("acme"), Json.of("1"))).bytes();
        assertThat(base64url.indexOf(bytes[13])).isNegative();
        var checkpoints = new MemorySigner();
        var signature = checkpoints.sign(bytes);
        assertThat(checkpoints
                        .key()
                        .open(new String(bytes, StandardCharsets.UTF_8) + "\n\n— valet "
                                + Base64.getEncoder().encodeToString(signature) + "\n"))
                .isEmpty();
    }

    @Test
    void aDocumentIsAsLongAsKmsTakesAndNoLonger() {
        int frame = drafted(input(Json.of(""), Json.of(""))).bytes().length;
        assertThat(drafted(input(Json.of("x".repeat(4_096 - frame)), Json.of("")))
                        .bytes())
                .hasSize(4_096);
        assertThat(SignedDocument.draft(ORDER, input(Json.of("x".repeat(4_097 - frame)), Json.of(""))))
                .isEqualTo(new Drafted.Refused("document-too-long"));
        // It is bytes that count, and as they are written.
        assertThat(SignedDocument.draft(ORDER, input(Json.of("\n".repeat(2_048)), Json.of(""))))
                .isEqualTo(new Drafted.Refused("document-too-long"));
    }

    @Test
    void aMemberThatIsNotThereLeavesNothingToSign() {
        assertThat(SignedDocument.draft(ORDER, Json.object().with("to", "acme").build()))
                .isEqualTo(new Drafted.Refused("document-incomplete"));
    }

    @ParameterizedTest // RFC 8785 would write these by rules of floating point
    @MethodSource
    void aNumberWithTwoSpellingsIsNotSigned(String number) {
        var amount = StrictJson.read(number);
        var refused = new Drafted.Refused("document-number-not-exact");
        assertThat(SignedDocument.draft(ORDER, input(Json.of("acme"), amount))).isEqualTo(refused);
        var nested = new Json.Arr(List.of(Json.object().with("a", amount).build()));
        assertThat(SignedDocument.draft(ORDER, input(nested, Json.of("1")))).isEqualTo(refused);
    }

    static Stream<String> aNumberWithTwoSpellingsIsNotSigned() {
        return Stream.of(
                "1.5",
                "1.0",
                "1e2",
                "9007199254740992",
                "-9007199254740992",
                "-9223372036854775808",
                "9223372036854775808");
    }

    @Test
    void wholeNumbersThatEveryReaderHasAreSigned() {
        assertThat(drafted(input(Json.of(9_007_199_254_740_991L), Json.of(-9_007_199_254_740_991L)))
                        .payload())
                .isEqualTo("{\"amount\":-9007199254740991,\"to\":9007199254740991}");
    }

    @ParameterizedTest
    @MethodSource
    void aTemplateNamesItsTypeItsKeyAndItsMembers(String why, String type, String key, List<String> members) {
        assertThatThrownBy(() -> new SignTemplate(type, key, Algorithm.ED25519_SHA_512, members))
                .as(why)
                .isInstanceOf(Malformed.class);
    }

    static Stream<Arguments> aTemplateNamesItsTypeItsKeyAndItsMembers() {
        var one = List.of("to");
        return Stream.of(
                arguments("a type that ends itself", "order\0", KEY, one),
                arguments("an upper-case type", "Order", KEY, one),
                arguments("no type", "", KEY, one),
                arguments("an alias", "order", "arn:aws:kms:eu-west-1:111122223333:alias/orders", one),
                arguments("any key", "order", "arn:aws:kms:eu-west-1:111122223333:key/*", one),
                arguments("an id alone", "order", "11111111-0000-4000-8000-000000000001", one),
                arguments("no members", "order", KEY, List.of()),
                arguments("one twice", "order", KEY, List.of("to", "to")),
                arguments("a path", "order", KEY, List.of("/to")));
    }

    @Test
    void membersThatAnInputCouldLackAreNamed() {
        assertThat(ORDER.notRequiredBy((Json.Obj) StrictJson.read("{\"required\":[\"to\"]}")))
                .containsExactly("amount");
        assertThat(ORDER.notRequiredBy(Json.object().build())).containsExactly("to", "amount");
        assertThat(ORDER.notRequiredBy((Json.Obj) StrictJson.read("{\"required\":[\"to\",\"amount\"]}")))
                .isEmpty();
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}

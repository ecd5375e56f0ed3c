package dev.valet.local;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.action.Receipt;
import dev.valet.action.VerifyReceipt;
import dev.valet.identity.Principal;
import dev.valet.json.StrictJson;
import dev.valet.local.aws.Credentials;
import dev.valet.local.aws.wire.Blob;
import dev.valet.local.template.Tree;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** What agents ask of actions, what people decide about them, and what anybody can check of what came back. */
final class ActionCalls {
    private final LocalValet valet;
    private final SignedHttp http;

    ActionCalls(LocalValet valet) {
        this.valet = valet;
        this.http = new SignedHttp(valet.address());
    }

    /** The session that an agent's runtime gives it. */
    Credentials session(String agent) {
        var role = valet.agents().stream()
                .filter(one -> one.id().text().equals(agent))
                .map(one -> (Principal.AwsRole) one.identities().getFirst())
                .findFirst()
                .orElseThrow(() -> new Trouble("there is no agent " + agent));
        return valet.session(role);
    }

    SignedHttp.Response list(Credentials who) {
        return http.signed(who, "GET", "/v1/actions", Optional.empty());
    }

    /** @param key of the one wish that this is; the same again is the same wish again */
    SignedHttp.Response perform(Credentials who, String action, String key, Json input) {
        return perform(who, action, key, input, Optional.empty());
    }

    SignedHttp.Response perform(Credentials who, String action, String key, Json input, Optional<String> approval) {
        var body = body(input, approval);
        return http.signed(who, "POST", "/v1/actions/" + action, Optional.of(body), Map.of("Idempotency-Key", key));
    }

    /** As a caller without a role asks. */
    SignedHttp.Response perform(String token, String action, String key, Json input) {
        var body = body(input, Optional.empty());
        return http.bearer(
                token, "POST", "/oidc/v1/actions/" + action, Optional.of(body), Map.of("Idempotency-Key", key));
    }

    private static String body(Json input, Optional<String> approval) {
        return Json.object()
                .with("input", input)
                .with("reason", "valet demo")
                .with("approval", approval)
                .build()
                .text();
    }

    /** A fresh one of the agent's issuer. */
    String token(String agent) {
        return valet.identity(agent, 1).token().orElseThrow().use(text -> text);
    }

    /** Reads what is asked first, and approves that by its hash. */
    SignedHttp.Response approve(String person, String id) {
        var who = valet.deployment().operator(person);
        var read = http.signed(who, "GET", "/admin/approvals/" + id, Optional.empty());
        var body = Json.object().with("hash", text(read, "approval", "hash")).build();
        return http.signed(who, "POST", "/admin/approvals/" + id + "/approve", Optional.of(body.text()));
    }

    /** Checked with the keys that anybody may read, and with nothing else; empty when it is no receipt. */
    Optional<Receipt> receipt(SignedHttp.Response answer) {
        var keys = StrictJson.read(http.anonymous("/.well-known/jwks.json").body());
        try {
            return Optional.of(new VerifyReceipt(keys, StrictJson::read).verify(text(answer, "receipt")));
        } catch (Malformed none) {
            return Optional.empty();
        }
    }

    /** As docs/actions-sign.md tells consumers to check a document: with its key's public half and the platform. */
    static boolean isSigned(Blob publicKey, Json result) {
        var payload = result.textAt("payload").getBytes(StandardCharsets.UTF_8);
        var head = ("valet-sign-v1\0" + result.textAt("type") + "\0").getBytes(StandardCharsets.US_ASCII);
        var signed = ByteBuffer.allocate(head.length + Integer.BYTES + payload.length)
                .put(head)
                .putInt(payload.length)
                .put(payload)
                .array();
        try {
            var verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(publicKey.bytes())));
            verifier.update(signed);
            return verifier.verify(Base64.getUrlDecoder().decode(result.textAt("signature")));
        } catch (GeneralSecurityException | IllegalArgumentException unsigned) {
            return false;
        }
    }

    /** Empty when there is none. */
    static String text(SignedHttp.Response answer, String... path) {
        return Tree.text(StrictJson.read(answer.body()), path).orElse("");
    }

    static Json result(SignedHttp.Response answer) {
        return StrictJson.read(answer.body()).at("result");
    }
}

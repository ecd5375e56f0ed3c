package dev.valet.action;

import dev.valet.Json;
import dev.valet.Unavailable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Writes a receipt as a compact JWS (RFC 7515) with ES256. The same performance always has the same receipt, so one that
 * could not be signed is signed later, from what is on record; only the signature differs from one time to the next.
 */
public final class SignReceipt {
    /** What a token of no issuer's has: whoever asks for {@code at+jwt} does not take this (RFC 8725, section 3.11; J-11). */
    static final String TYPE = "valet-receipt+jwt";

    private final ReceiptSigner signer;
    private final String valet;

    /**
     * @param valet names the deployment in every receipt
     * @throws dev.valet.Malformed unless it can
     */
    public SignReceipt(ReceiptSigner signer, String valet) {
        Receipt.checkName(valet);
        this.signer = signer;
        this.valet = valet;
    }

    /** What is attested of a performance that was done. */
    public Receipt receipt(Receipt.Basis basis, Receipt.Outcome outcome) {
        return Receipt.of(valet, basis, outcome);
    }

    /** @throws Unavailable when it cannot be signed now */
    public String sign(Receipt receipt) {
        var key = signer.key();
        var header = Json.object()
                .with("alg", "ES256")
                .with("kid", key.id())
                .with("typ", TYPE)
                .build();
        var text = encoded(header) + "." + encoded(receipt.json());
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        var signature = signer.sign(bytes);
        // What is handed out verifies, or nothing is: a key that was swapped, an answer that was not the signature's.
        if (!key.verifies(bytes, signature)) {
            throw new Unavailable("receipt-signature-wrong");
        }
        return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    private static String encoded(Json json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.canonical().getBytes(StandardCharsets.UTF_8));
    }
}

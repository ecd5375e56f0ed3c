package dev.valet.local.provider;

import dev.valet.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A payment as the stand-in for Stripe keeps it.
 *
 * @param amount in smallest units
 * @param destination the account that the money goes to
 * @param succeeded or refused by the bank; it never waits for anything here
 * @param clientSecret with which a browser could go on with it: it is in each answer, and nobody's who did not declare it
 */
public record PaymentIntent(
        String id,
        long amount,
        String currency,
        String paymentMethod,
        Optional<String> destination,
        Optional<String> description,
        Map<String, String> metadata,
        boolean succeeded,
        String clientSecret,
        Instant created) {
    Json json() {
        return Json.object()
                .with("id", id)
                .with("object", "payment_intent")
                .with("amount", amount)
                .with("amount_received", succeeded ? amount : 0)
                .with("client_secret", clientSecret)
                .with("created", created.getEpochSecond())
                .with("currency", currency)
                .with("description", description.<Json>map(Json::of).orElse(Json.Null.NULL))
                .with("livemode", false)
                .with("metadata", Json.strings(metadata))
                .with("payment_method", paymentMethod)
                .with("status", succeeded ? "succeeded" : "requires_payment_method")
                .with(
                        "transfer_data",
                        destination
                                .<Json>map(account -> Json.strings(Map.of("destination", account)))
                                .orElse(Json.Null.NULL))
                .build();
    }
}

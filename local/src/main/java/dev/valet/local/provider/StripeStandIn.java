package dev.valet.local.provider;

import dev.valet.Json;
import dev.valet.Malformed;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Stripe's PaymentIntents, confirmed as they are made: charged or declined at once, idempotent by their key, and found by their
 * metadata a while later.
 */
public final class StripeStandIn implements Provider {
    /** As Stripe's test mode has it: the bank says no. */
    public static final String DECLINED = "pm_card_chargeDeclined";

    /** Of this stand-in alone: it is charged, and the connection breaks before the answer. */
    public static final String ANSWER_LOST = "pm_card_answerLost";

    /** Of this stand-in alone: it is charged, and the answer has the key in it, as from a provider that went wrong. */
    public static final String KEY_ECHOED = "pm_card_keyEchoed";

    /** How long search lags behind, which is under a minute in normal operation. */
    static final Duration SEARCHABLE_AFTER = Duration.ofSeconds(30);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern AMOUNT = Pattern.compile("[1-9][0-9]{0,7}");
    private static final Pattern CURRENCY = Pattern.compile("[a-z]{3}");
    private static final Pattern METADATA = Pattern.compile("metadata\\[([A-Za-z0-9_]{1,40})]");
    private static final Pattern PARAMETER = Pattern.compile(
            "amount|currency|customer|payment_method|description|confirm"
                    + "|off_session|error_on_requires_action|metadata\\[[A-Za-z0-9_]{1,40}]|transfer_data\\[destination]");
    private static final Pattern QUERY = Pattern.compile("metadata\\[\"([A-Za-z0-9_]{1,40})\"]:\"([^\"\\\\]{1,500})\"");

    private final Admission admission = new Admission();
    private final Clock clock;
    private final List<PaymentIntent> intents = new ArrayList<>();
    private final Map<String, First> byKey = new HashMap<>();

    StripeStandIn(Clock clock) {
        this.clock = clock;
    }

    /** What the first request with an idempotency key asked, and was told. */
    private record First(Map<String, String> form, Reply.Said told) {}

    /** What was charged, in its order. */
    public synchronized List<PaymentIntent> charged() {
        return intents.stream().filter(PaymentIntent::succeeded).toList();
    }

    @Override
    public Admission admission() {
        return admission;
    }

    @Override
    public synchronized Reply answer(Asked asked) {
        if (!admission.admits(asked.bearer())) {
            return refusal(401, "Invalid API Key provided.");
        }
        if (asked.is("POST", "/v1/payment_intents")) {
            return pay(asked);
        }
        if (asked.is("GET", "/v1/payment_intents/search")) {
            return search(asked.query().get("query").orElse(""));
        }
        return refusal(404, "Unrecognized request URL.");
    }

    /** What was told once is told again, refusals of the bank included; what was not begun is not kept. */
    private Reply pay(Asked asked) {
        var form = asked.form();
        var key = asked.header("idempotency-key");
        var first = key.map(byKey::get);
        if (first.isPresent()) {
            var told = first.get().told();
            return first.get().form().equals(form)
                    ? new Reply.Said(told.status(), Map.of("Idempotent-Replayed", "true"), told.body())
                    : error(400, "idempotency_error", "Keys for idempotent requests go with the same parameters.", "");
        }
        var intent = intent(form);
        intents.add(intent);
        var headers = intent.paymentMethod().equals(KEY_ECHOED)
                ? Map.of("X-Debug", asked.header("authorization").orElse(""))
                : Map.<String, String>of();
        var told = new Reply.Said(intent.succeeded() ? 200 : 402, headers, told(intent));
        key.ifPresent(name -> byKey.put(name, new First(form, told)));
        return intent.paymentMethod().equals(ANSWER_LOST) ? new Reply.Lost() : told;
    }

    private static Json told(PaymentIntent intent) {
        return intent.succeeded()
                ? intent.json()
                : error("card_error", "Your card was declined.", "card_declined", Optional.of(intent.json()));
    }

    private PaymentIntent intent(Map<String, String> form) {
        form.keySet().forEach(name -> Malformed.unless(PARAMETER.matcher(name).matches(), "has known parameters only"));
        var amount = form.getOrDefault("amount", "");
        Malformed.unless(AMOUNT.matcher(amount).matches(), "has an amount in smallest units");
        var currency = form.getOrDefault("currency", "");
        Malformed.unless(CURRENCY.matcher(currency).matches(), "has a currency in small letters");
        Malformed.unless(
                "true".equals(form.get("confirm")), "is confirmed at once; there is nobody here to do it later");
        var method = form.getOrDefault("payment_method", "");
        Malformed.unless(method.startsWith("pm_"), "has a payment method");
        return new PaymentIntent(
                "pi_local" + (intents.size() + 1),
                Long.parseLong(amount),
                currency,
                method,
                Optional.ofNullable(form.get("transfer_data[destination]")),
                Optional.ofNullable(form.get("description")),
                metadata(form),
                !method.equals(DECLINED),
                clientSecret(),
                clock.instant());
    }

    private static String clientSecret() {
        var bytes = new byte[24];
        RANDOM.nextBytes(bytes);
        return "pi_secret_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Map<String, String> metadata(Map<String, String> form) {
        var metadata = new TreeMap<String, String>();
        form.forEach((name, value) -> {
            var named = METADATA.matcher(name);
            if (named.matches()) {
                metadata.put(named.group(1), value);
            }
        });
        return metadata;
    }

    private Reply search(String query) {
        var asked = QUERY.matcher(query);
        Malformed.unless(asked.matches(), "searches by one member of the metadata");
        var shown = clock.instant().minus(SEARCHABLE_AFTER);
        var found = intents.stream()
                .filter(intent -> !intent.created().isAfter(shown))
                .filter(intent -> asked.group(2).equals(intent.metadata().get(asked.group(1))))
                .map(PaymentIntent::json)
                .toList();
        return Reply.ok(Json.object()
                .with("object", "search_result")
                .with("url", "/v1/payment_intents/search")
                .with("has_more", false)
                .with("data", new Json.Arr(found))
                .build());
    }

    @Override
    public Reply refusal(int status, String message) {
        return error(status, "invalid_request_error", message, "");
    }

    private static Reply error(int status, String type, String message, String code) {
        return Reply.of(status, error(type, message, code, Optional.empty()));
    }

    private static Json error(String type, String message, String code, Optional<Json> intent) {
        var error = Json.object().with("type", type).with("message", message);
        if (!code.isEmpty()) {
            error.with("code", code);
        }
        intent.ifPresent(json -> error.with("payment_intent", json));
        return Json.object().with("error", error.build()).build();
    }
}

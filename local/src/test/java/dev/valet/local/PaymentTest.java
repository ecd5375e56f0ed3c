package dev.valet.local;

import static dev.valet.local.ActionCalls.result;
import static dev.valet.local.ActionCalls.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Hash;
import dev.valet.Json;
import dev.valet.local.aws.Credentials;
import dev.valet.local.door.FrontDoor;
import dev.valet.local.provider.PaymentIntent;
import dev.valet.local.provider.Providers;
import dev.valet.local.provider.StripeStandIn;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The payment of the sample configuration, over both APIs, with the roles of the template and a provider that keeps count. */
class PaymentTest {
    private static final String PAY = "pay-supplier";
    private static final String SECRET =
            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:valet/actions/stripe-Sk5tRp";

    /** In the middle of a UTC day, whatever day it is for whoever runs this. */
    private final StillClock clock = new StillClock();

    private LocalValet valet;
    private ActionCalls calls;
    private Credentials bookkeeper;

    @SuppressWarnings("NullAway.Init")
    PaymentTest() {}

    @BeforeEach
    void start() throws IOException {
        var home = Home.find();
        clock.set(
                clock.instant().truncatedTo(java.time.temporal.ChronoUnit.DAYS).plus(Duration.ofHours(12)));
        valet = LocalValet.start(home, FrontDoor.take(0), home.sample(), Optional.empty(), clock);
        calls = new ActionCalls(valet);
        bookkeeper = calls.session("bookkeeper");
    }

    @AfterEach
    void stop() {
        valet.close();
    }

    private static Json.Obj payment(String amount, String supplier, String card) {
        return Json.object()
                .with("amount", amount)
                .with("currency", "EUR")
                .with("supplier", supplier)
                .with("card", card)
                .with("invoice", "R-7")
                .build();
    }

    private static Json.Obj payment(String amount) {
        return payment(amount, "acct_papermill", "pm_card_visa");
    }

    private SignedHttp.Response pay(String key, Json.Obj input) {
        return calls.perform(bookkeeper, PAY, key, input);
    }

    /** With a yes of ann's, if one is asked for. */
    private SignedHttp.Response approved(String key, Json.Obj input) {
        var asked = pay(key, input);
        var approval = text(asked, "approval", "id");
        assertThat(asked.status()).as(asked.body()).isEqualTo(202);
        assertThat(calls.approve("ann", approval).status()).isEqualTo(200);
        return calls.perform(bookkeeper, PAY, key, input, Optional.of(approval));
    }

    /** So that papermill is nobody new: EUR 10.00 of the day. */
    private void payOnce() {
        var paid = approved("first", payment("10.00"));
        assertThat(paid.status()).as(paid.body()).isEqualTo(200);
    }

    private List<Long> charged() {
        return valet.providers().stripe().charged().stream()
                .map(PaymentIntent::amount)
                .toList();
    }

    @Test
    void aFirstPaymentIsReadByAPersonAndTheNextIsNot() {
        payOnce();
        var next = pay("second", payment("20.50"));
        assertThat(next.status()).as(next.body()).isEqualTo(200);
        assertThat(text(next, "performance", "spent")).isEqualTo("20.50 EUR");
        assertThat(charged()).containsExactly(1_000L, 2_050L);
        assertThat(pay("third", payment("5.00", "acct_courier", "pm_card_visa")).status())
                .isEqualTo(202);
        assertThat(approved("large", payment("250.01")).status()).isEqualTo(200);
    }

    @Test // INV-18
    void aYesIsForOneSumAndOneSupplier() {
        var asked = pay("first", payment("10.00"));
        var approval = Optional.of(text(asked, "approval", "id"));
        calls.approve("ann", approval.get());
        for (var other : List.of(payment("10.01"), payment("10.00", "acct_courier", "pm_card_visa"))) {
            var answer = calls.perform(bookkeeper, PAY, "first", other, approval);
            assertThat(answer.status()).as(answer.body()).isEqualTo(403);
        }
        assertThat(charged()).isEmpty();
        assertThat(calls.perform(bookkeeper, PAY, "first", payment("10.00"), approval)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aReceiptHoldsByThePublicKeysAlone() {
        var paid = approved("first", payment("10.00"));
        assertThat(calls.receipt(paid)).hasValueSatisfying(receipt -> {
            assertThat(receipt.agent().text()).isEqualTo("bookkeeper");
            assertThat(receipt.reference()).isEqualTo(text(paid, "result", "payment"));
            assertThat(receipt.input()).isEqualTo(Hash.sha256(payment("10.00").canonical()));
            assertThat(receipt.result()).contains(Hash.sha256(result(paid).canonical()));
            assertThat(receipt.approval()).isPresent();
            assertThat(receipt.performance().text()).isEqualTo(text(paid, "performance", "id"));
        });
    }

    @Test // INV-20
    void oneKeyPaysOnceHoweverManyAskAtOnce() {
        payOnce();
        var statuses = crowd(12, _ -> pay("same", payment("20.00")));
        assertThat(statuses).containsAnyOf(200).isSubsetOf(200, 202);
        assertThat(charged()).containsExactly(1_000L, 2_000L);
        assertThat(pay("same", payment("20.00")).status()).isEqualTo(200);
        assertThat(pay("same", payment("20.01")).status()).isEqualTo(409);
        assertThat(charged()).hasSize(2);
    }

    @Test // INV-19: EUR 600.00 for one supplier, of which ten are spent
    void aDayIsNeverOverspentHoweverManyAskAtOnce() {
        payOnce();
        var statuses = crowd(8, i -> pay("many-" + i, payment("150.00")));
        assertThat(statuses.stream().filter(status -> status == 200)).hasSizeBetween(1, 3);
        assertThat(charged().stream().mapToLong(Long::longValue).sum()).isLessThanOrEqualTo(60_000);
        for (int i = 0; i < 4; i++) { // who met another in the store asks once more
            pay("more-" + i, payment("150.00"));
        }
        assertThat(charged().stream().mapToLong(Long::longValue).sum()).isEqualTo(1_000 + 3 * 15_000);
        var full = pay("full", payment("150.00"));
        assertThat(full.status()).isEqualTo(429);
        assertThat(text(full, "reason")).isEqualTo("limit-reached");
        clock.turn(Duration.ofDays(1));
        bookkeeper = calls.session("bookkeeper");
        assertThat(pay("tomorrow", payment("150.00")).status()).isEqualTo(200);
    }

    private static List<Integer> crowd(int size, java.util.function.IntFunction<SignedHttp.Response> request) {
        return IntStream.range(0, size)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> request.apply(i).status(),
                        task -> Thread.ofVirtual().start(task)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    @Test // INV-20
    void whatIsUnknownIsLookedUpAndNeverSentAgain() {
        payOnce();
        var input = payment("200.00", "acct_papermill", StripeStandIn.ANSWER_LOST);
        assertThat(text(pay("lost", input), "performance", "state")).isEqualTo("unknown");
        assertThat(charged()).hasSize(2);
        assertThat(pay("beside", payment("200.00")).status()).isEqualTo(200);
        // It stays counted: 10, 200 and 200 of the 600.
        assertThat(pay("over", payment("190.01")).status()).isEqualTo(429);
        valet.deployment().followUp(); // its handler might still be at work
        assertThat(text(pay("lost", input), "performance", "state")).isEqualTo("unknown");
        clock.turn(Duration.ofSeconds(62));
        valet.deployment().followUp();
        var found = pay("lost", input);
        assertThat(found.status()).as(found.body()).isEqualTo(200);
        assertThat(text(found, "performance", "spent")).isEqualTo("200.00 EUR");
        assertThat(calls.receipt(found)).isPresent();
        assertThat(charged()).hasSize(3);
        assertThat(pay("over", payment("190.01")).status()).isEqualTo(429);
    }

    @Test
    void whatWasDeclinedIsNotCounted() {
        payOnce();
        for (int i = 0; i < 5; i++) {
            var declined = pay("declined-" + i, payment("240.00", "acct_papermill", StripeStandIn.DECLINED));
            assertThat(declined.status()).isEqualTo(422);
            assertThat(text(declined, "reason")).isEqualTo("not-performed");
            assertThat(text(declined, "code")).isEqualTo("payment-declined");
        }
        assertThat(pay("declined-0", payment("240.00", "acct_papermill", StripeStandIn.DECLINED))
                        .status())
                .isEqualTo(422);
        assertThat(pay("paid", payment("240.00")).status()).isEqualTo(200);
        assertThat(charged()).containsExactly(1_000L, 24_000L);
    }

    @Test // done, counted, and handed to nobody
    void anAnswerWithTheKeyInItIsWithheld() {
        payOnce();
        var echoed = pay("echoed", payment("20.00", "acct_papermill", StripeStandIn.KEY_ECHOED));
        assertThat(echoed.status()).as(echoed.body()).isEqualTo(200);
        assertThat(text(echoed, "performance", "cause")).isEqualTo("upstream-echoed-secret");
        assertThat(text(echoed, "performance", "spent")).isEqualTo("20.00 EUR");
        assertThat(result(echoed)).isEqualTo(Json.Null.NULL);
        assertThat(valet.world().secrets()).noneMatch(echoed.body()::contains);
        assertThat(charged()).hasSize(2);
    }

    @Test
    void nothingElseIsPaid() {
        payOnce();
        assertThat(pay("stranger", payment("1.00", "acct_stranger", "pm_card_visa"))
                        .status())
                .isEqualTo(403);
        assertThat(pay("large", payment("500.01")).status()).isEqualTo(403);
        for (var amount : List.of("0", "0.00", "-1.00", "1e2", "1.001", " 1", "1,00", "٣")) {
            assertThat(pay("bad", payment(amount)).status()).as(amount).isEqualTo(400);
        }
        var dollars = Json.object();
        payment("1.00").members().forEach(dollars::with);
        assertThat(pay("dollars", dollars.with("currency", "USD").build()).status())
                .isEqualTo(400);
        assertThat(pay(
                                "more",
                                dollars.with("currency", "EUR")
                                        .with("host", "evil.example")
                                        .build())
                        .status())
                .isEqualTo(400);
        var keyless = new SignedHttp(valet.address())
                .signed(
                        bookkeeper,
                        "POST",
                        "/v1/actions/" + PAY,
                        Optional.of(Json.object()
                                .with("input", payment("1.00"))
                                .build()
                                .text()));
        assertThat(keyless.status()).isEqualTo(400);
        assertThat(charged()).hasSize(1);
    }

    @Test // T-50
    void anothersActionSoundsLikeOneThatIsNotThere() {
        var reporter = calls.session("reporter");
        assertThat(calls.list(reporter).body()).doesNotContain(PAY);
        for (var name : List.of(PAY, "absent")) {
            var answer = calls.perform(reporter, name, "a", payment("1.00"));
            assertThat(answer.status()).isEqualTo(403);
            assertThat(text(answer, "reason")).isEqualTo("no-live-grant");
        }
    }

    @Test
    void aSuspendedAgentPaysNobody() {
        payOnce();
        var operator = valet.deployment().operator("ann");
        var suspended = new SignedHttp(valet.address())
                .signed(
                        operator,
                        "POST",
                        "/admin/agents/bookkeeper/suspend",
                        Optional.of("{\"reason\":\"it paid what an e-mail told it\"}"));
        assertThat(suspended.status()).as(suspended.body()).isEqualTo(200);
        assertThat(pay("after", payment("1.00")).status()).isEqualTo(403);
        assertThat(pay("first", payment("10.00")).status()).isEqualTo(403);
        assertThat(charged()).hasSize(1);
        assertThat(calls.list(bookkeeper).body()).doesNotContain(PAY);
    }

    @Test // B-9: read at each call and kept nowhere
    void aKeyThatIsReplacedIsUsedAtOnce() {
        payOnce();
        var replaced = World.canary();
        valet.deployment().aws().secretAt(SECRET, replaced);
        var refused = pay("refused", payment("1.00"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(text(refused, "code")).isEqualTo("upstream-refused");
        valet.providers().accept(Providers.STRIPE, replaced);
        assertThat(pay("paid", payment("1.00")).status()).isEqualTo(200);
        assertThat(charged()).containsExactly(1_000L, 100L);
    }

    @Test // S-6, B-11: by the roles of the template
    void noRoleButThatOfActOpensTheSecret() {
        for (var role : List.of("issue", "authorize", "admin", "revoke", "upkeep", "archive", "announce", "token")) {
            assertThat(mayRead(role)).as(role).isFalse();
        }
        assertThat(mayRead("act")).isTrue();
    }

    private boolean mayRead(String function) {
        var aws = valet.deployment().aws();
        var session = aws.sessionFor("arn:aws:iam::" + Accounts.VALET + ":role/valet-" + function, "a-test");
        try {
            return !new LeasedCalls(aws.endpoint(), session).secret(SECRET).isEmpty();
        } catch (software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException refused) {
            assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
            return false;
        }
    }
}

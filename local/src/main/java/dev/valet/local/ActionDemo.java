package dev.valet.local;

import static dev.valet.local.ActionCalls.result;
import static dev.valet.local.ActionCalls.text;

import dev.valet.Hash;
import dev.valet.Json;
import dev.valet.json.StrictJson;
import dev.valet.local.aws.Credentials;
import dev.valet.local.provider.PaymentIntent;
import dev.valet.local.provider.Providers;
import dev.valet.local.provider.StripeStandIn;
import dev.valet.local.template.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The part of the story in which agents get no key at all: Valet does it for them. */
final class ActionDemo {
    private static final String PAY = "pay-supplier";
    private static final String SUMMARISE = "summarise-report";
    private static final String CARD = "pm_card_visa";
    private static final String SECRET =
            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:valet/actions/stripe-Sk5tRp";
    private static final String SIGNING_KEY =
            "arn:aws:kms:eu-west-1:111122223333:key/7d1e52c4-9f0b-4c3a-8a6e-5b2d90f1c7e3";

    private final LocalValet valet;
    private final TurnedClock clock;
    private final Story story;
    private final ActionCalls calls;
    private final Credentials bookkeeper;

    ActionDemo(LocalValet valet, TurnedClock clock, Story story) {
        this.valet = valet;
        this.clock = clock;
        this.story = story;
        this.calls = new ActionCalls(valet);
        this.bookkeeper = calls.session("bookkeeper");
    }

    void play() {
        story.part("An agent pays, with a credential that it never holds", this::pays);
        story.part("It pays whom it may, and no more than it may", this::bounds);
        story.part("An answer is lost on the way", this::loses);
        story.part("A document is signed, and never anything else", this::signs);
        story.part("A model is called, for so many tokens a day", this::asksModels);
        story.part("What actions use, nobody else reads", this::hides);
    }

    private void pays() {
        var listed = calls.list(bookkeeper);
        story.step(
                "it sees what it may have done, and neither where that leads nor with what",
                listed.body().contains("\"" + PAY + "\"")
                        && !listed.body().contains("secret")
                        && !listed.body().contains(Providers.STRIPE));
        var input = payment("120.00", "acct_papermill", CARD);
        var asked = calls.perform(bookkeeper, PAY, "invoice-1", input);
        var approval = text(asked, "approval", "id");
        story.step(
                "EUR 120.00 to a supplier that it never paid: 202, " + approval + " waits for a person",
                asked.status() == 202 && !approval.isEmpty() && charged().isEmpty());
        var own = calls.approve("fay@acme.example", approval);
        story.step(
                "fay is of the team that owns the agent: 403 " + text(own, "reason"),
                text(own, "reason").equals("not-approver"));
        story.step("ann reads it and approves", calls.approve("ann", approval).status() == 200);
        var paid = calls.perform(bookkeeper, PAY, "invoice-1", input, Optional.of(approval));
        story.step(
                "the same request pays: " + text(paid, "result", "payment") + ", charged once",
                paid.status() == 200
                        && sums().equals(List.of(12_000L))
                        && charged().getFirst().destination().equals(Optional.of("acct_papermill")));
        story.step(
                "the provider was shown its key, and the agent no secret at all",
                isShown(Providers.STRIPE) && holdsNoSecret(paid));
        var receipt = calls.receipt(paid);
        story.step(
                "the receipt holds by the public keys alone, for this input and result",
                receipt.filter(one -> one.input().equals(Hash.sha256(input.canonical()))
                                && one.result()
                                        .equals(Optional.of(
                                                Hash.sha256(result(paid).canonical())))
                                && one.agent().text().equals("bookkeeper"))
                        .isPresent());
        var again = calls.perform(bookkeeper, PAY, "invoice-1", input, Optional.of(approval));
        story.step(
                "asked again with the same key: the same payment, charged once",
                again.status() == 200 && result(again).equals(result(paid)) && sums().size() == 1);
        var other = calls.perform(bookkeeper, PAY, "invoice-1", payment("121.00", "acct_papermill", CARD));
        story.step(
                "the same key for another sum: 409 " + text(other, "reason"),
                other.status() == 409 && sums().size() == 1);
    }

    private void bounds() {
        int before = sums().size();
        var stranger = calls.perform(bookkeeper, PAY, "stranger", payment("1.00", "acct_stranger", CARD));
        story.step(
                "somebody who is not on its list: 403 " + text(stranger, "reason"),
                stranger.status() == 403 && text(stranger, "reason").equals("forbidden"));
        var large = calls.perform(bookkeeper, PAY, "large", payment("500.01", "acct_papermill", CARD));
        story.step(
                "a cent over what one payment may be: 403 " + text(large, "reason"),
                large.status() == 403 && text(large, "reason").equals("forbidden"));
        var declined =
                calls.perform(bookkeeper, PAY, "declined", payment("90.00", "acct_papermill", StripeStandIn.DECLINED));
        story.step(
                "a card that the bank declines: 422 " + text(declined, "code"),
                declined.status() == 422 && text(declined, "code").equals("payment-declined"));
        story.step("none of these was charged", sums().size() == before);
        var input = payment("300.00", "acct_papermill", CARD);
        var approval = text(calls.perform(bookkeeper, PAY, "invoice-2", input), "approval", "id");
        story.step(
                "EUR 300.00 is much: ann approves " + approval,
                calls.approve("ann", approval).status() == 200);
        var paid = calls.perform(bookkeeper, PAY, "invoice-2", input, Optional.of(approval));
        story.step(
                "and it is paid, once",
                paid.status() == 200 && sums().getLast() == 30_000 && sums().size() == before + 1);
        var further = calls.perform(bookkeeper, PAY, "invoice-3", input, Optional.of(approval));
        story.step(
                "not again under that approval: 403 " + text(further, "reason"),
                further.status() == 403 && sums().size() == before + 1);
        var full = calls.perform(bookkeeper, PAY, "invoice-4", payment("180.01", "acct_papermill", CARD));
        story.step(
                "a cent over what one supplier gets in a day: 429 " + text(full, "reason"),
                full.status() == 429 && text(full, "reason").equals("limit-reached"));
    }

    private void loses() {
        int before = sums().size();
        var input = payment("80.00", "acct_papermill", StripeStandIn.ANSWER_LOST);
        var lost = calls.perform(bookkeeper, PAY, "invoice-5", input);
        story.step(
                "the connection breaks after the charge: 202, and nobody knows yet",
                lost.status() == 202
                        && text(lost, "performance", "state").equals("unknown")
                        && sums().size() == before + 1);
        var again = calls.perform(bookkeeper, PAY, "invoice-5", input);
        story.step(
                "asked again it says so again, and pays nobody twice",
                text(again, "performance", "state").equals("unknown") && sums().size() == before + 1);
        clock.turn(Duration.ofSeconds(62));
        valet.deployment().everyMinute();
        var found = calls.perform(bookkeeper, PAY, "invoice-5", input);
        story.step(
                "a minute later Valet has looked it up: " + text(found, "result", "payment"),
                found.status() == 200 && calls.receipt(found).isPresent());
        story.step("charged once in all", sums().size() == before + 1);
    }

    private void signs() {
        var digest = Hash.sha256("v7");
        var input = Json.object().with("version", "v7").with("sha256", digest).build();
        var release = calls.session("release");
        var signed = calls.perform(release, "sign-release", "v7", input);
        var key = valet.world().actionKey(SIGNING_KEY);
        story.step(
                "release has v7 signed, as a document of type " + text(signed, "result", "type"),
                signed.status() == 200 && text(signed, "result", "payload").equals(input.canonical()));
        story.step("it verifies with the key's public half", ActionCalls.isSigned(key, result(signed)));
        story.step(
                "as another type of document it does not", !ActionCalls.isSigned(key, ofType("valet-receipt", signed)));
        var token = Json.object().with("version", "eyJhbGciOiJFUzI1NiJ9.e30").with("sha256", digest);
        var hidden = calls.perform(release, "sign-release", "token", token.build());
        story.step("a token in the place of a version is not signed at all: 400", hidden.status() == 400);
    }

    private static Json ofType(String type, SignedHttp.Response signed) {
        return Json.object()
                .with("type", type)
                .with("payload", text(signed, "result", "payload"))
                .with("signature", text(signed, "result", "signature"))
                .build();
    }

    private void asksModels() {
        var reporter = calls.session("reporter");
        var summary = calls.perform(reporter, SUMMARISE, "short", prompt("Blue sold two pallets more than red.", 1000));
        story.step(
                "reporter has a text summarised: \"" + text(summary, "result", "text") + "\"",
                summary.status() == 200 && isShown(Providers.OPENAI) && holdsNoSecret(summary));
        story.step(
                "a thousand tokens were kept free for it, " + text(summary, "performance", "spent") + " are counted",
                text(summary, "performance", "spent").equals(text(summary, "result", "tokens") + " tokens"));
        var proofread = calls.perform(reporter, "proofread-report", "short-too", prompt("Blue sold two palets.", 1000));
        story.step(
                "another provider, which wants its key in another header, corrects one",
                proofread.status() == 200 && isShown(Providers.ANTHROPIC) && holdsNoSecret(proofread));
        var token = calls.token("ci");
        var corrected = calls.perform(token, "proofread-report", "headline", prompt("Our new shopp.", 400));
        var copied = calls.perform(token, "proofread-report", "another", prompt("Our new shopp.", 400));
        story.step(
                "ci, a build job, has one corrected with a token, and that token is used up: 409 "
                        + text(copied, "reason"),
                corrected.status() == 200 && copied.status() == 409);
        var longText = "all of it ".repeat(300);
        var last = calls.perform(reporter, SUMMARISE, "long-1", prompt(longText, 1000));
        var full = calls.perform(reporter, SUMMARISE, "long-2", prompt(longText, 1000));
        story.step(
                text(last, "performance", "spent") + " later the day has no thousand left: 429 " + text(full, "reason"),
                last.status() == 200 && full.status() == 429);
    }

    private void hides() {
        var aws = valet.deployment().aws();
        story.refused("not the agent's own role", "AccessDenied", () -> reading(bookkeeper));
        var leased = Lease.read(new SignedHttp(valet.address())
                .signed(
                        calls.session("reporter"),
                        "POST",
                        "/v1/leases",
                        Optional.of("{\"grant\":\"reports-api-key\",\"reason\":\"valet demo\"}")));
        story.refused(
                "not a session that reads secrets, of a grant",
                "AccessDenied",
                () -> reading(leased.session().orElseThrow()));
        for (var role :
                List.of(valet.deployment().issuingRole(), valet.deployment().revokingRole())) {
            story.refused(
                    "not " + role.substring(role.indexOf(":role/") + 6),
                    "AccessDenied",
                    () -> reading(aws.sessionFor(role, "demo")));
        }
        story.step(
                "the role of act does, to send it",
                valet.world()
                        .secrets()
                        .contains(reading(aws.sessionFor(valet.deployment().actingRole(), "demo"))));
        story.step("and no row of either table has one of this world's secrets", noRowHasASecret());
    }

    private String reading(Credentials who) {
        return new LeasedCalls(valet.deployment().aws().endpoint(), who).secret(SECRET);
    }

    private boolean noRowHasASecret() {
        var dynamo = valet.deployment().tables();
        var secrets = valet.world().secrets();
        for (var table : Tree.texts(
                StrictJson.read(dynamo.ask("ListTables", Json.object().build())), "TableNames")) {
            var request = Json.object().with("TableName", table);
            Optional<Json> next;
            do {
                var page = dynamo.ask("Scan", request.build());
                if (secrets.stream().anyMatch(page::contains)) {
                    return false;
                }
                next = Tree.at(StrictJson.read(page), "LastEvaluatedKey");
                next.ifPresent(key -> request.with("ExclusiveStartKey", key));
            } while (next.isPresent());
        }
        return true;
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

    private static Json prompt(String text, long most) {
        return Json.object().with("text", text).with("maxTokens", most).build();
    }

    private List<PaymentIntent> charged() {
        return valet.providers().stripe().charged();
    }

    private List<Long> sums() {
        return charged().stream().map(PaymentIntent::amount).toList();
    }

    /** Whether the last request there carried a secret of this world's. */
    private boolean isShown(String host) {
        return valet.providers()
                .lastShown(host)
                .map(shown -> shown.use(valet.world().secrets()::contains))
                .orElse(false);
    }

    private boolean holdsNoSecret(SignedHttp.Response answer) {
        return valet.world().secrets().stream().noneMatch(answer.body()::contains);
    }
}

package dev.valet.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Json;
import dev.valet.local.aws.Credentials;
import dev.valet.local.provider.StripeStandIn;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Everything that callers can make Valet do: what it is for, what it refuses, and what fails behind it. */
final class CanaryPlay {
    private static final String PAY = "/v1/actions/pay-supplier";

    private final CanaryWorld world;
    private final Wire wire;
    private final Credentials reporter;

    CanaryPlay(CanaryWorld world) {
        this.world = world;
        this.wire = world.wire;
        this.reporter = world.reporter;
    }

    void play() {
        leases();
        documents();
        looks();
        denials();
        malformed();
        strangers();
        tokens();
        operators();
        actions();
        endings();
        upstreams();
    }

    private void leases() {
        world.issued(wire.signed(reporter, "POST", "/v1/leases", lease("reports-reader", "team", "blue")));
        world.issued(wire.signed(reporter, "POST", "/v1/leases", lease("reports-api-key")));
        world.issued(wire.signed(reporter, "POST", "/v1/leases", lease("reports-webhook")));
        world.issued(wire.signed(reporter, "POST", "/v1/leases", lease("rarely")));
        world.issued(wire.signed(world.release, "POST", "/v1/leases", lease("release-publish", "version", "v7")));
        world.issued(wire.signed(world.developer, "POST", "/v1/leases", lease("release-dry-run")));
        world.issued(wire.bearer(world.token(), "POST", "/oidc/v1/leases", lease("ci-registry-token")));
        var key = "Idempotency-Key: " + world.text("an idempotency key");
        world.issued(wire.signed(reporter, "POST", "/v1/leases", lease("reports-webhook"), key));
        expect(200, wire.signed(reporter, "POST", "/v1/leases", lease("reports-webhook"), key));
        expect(409, wire.signed(reporter, "POST", "/v1/leases", lease("reports-api-key"), key));
    }

    /** Asked again at once it is the same lease with the same credential (S-11). */
    private void documents() {
        var first = wire.bearer(world.token(), "GET", "/oidc/v1/credentials/ci-registry-token", "");
        var again = wire.bearer(world.token(), "GET", "/oidc/v1/credentials/ci-registry-token", "");
        world.issued(first);
        world.issued(again);
        assertThat(again.member("AccessKeyId")).isEqualTo(first.member("AccessKeyId"));
    }

    private void looks() {
        var id = world.issued(wire.signed(reporter, "POST", "/v1/leases", lease("reports-webhook")))
                .member("lease", "id");
        for (var path : List.of("/v1/leases", "/v1/leases/" + id, "/v1/grants", "/v1/whoami")) {
            expect(200, wire.signed(reporter, "GET", path, ""));
        }
        expect(404, wire.signed(world.release, "GET", "/v1/leases/" + id, ""));
        expect(200, wire.signed(reporter, "POST", "/v1/explain", because(lease("reports-webhook"))));
        for (var path : List.of("/oidc/v1/leases", "/oidc/v1/grants", "/oidc/v1/whoami")) {
            expect(200, wire.bearer(world.token(), "GET", path, ""));
        }
    }

    private void denials() {
        expect(403, wire.signed(reporter, "POST", "/v1/leases", because(lease("release-dry-run"))));
        expect(403, wire.signed(reporter, "POST", "/v1/leases", because(lease("absent"))));
        expect(429, wire.signed(reporter, "POST", "/v1/leases", lease("rarely")));
        expect(
                403,
                wire.signed(world.developer, "POST", "/v1/leases", because(lease("release-publish", "version", "v7"))));
        expect(
                403,
                wire.signed(world.stranger(), "POST", "/v1/leases", because(lease("reports-reader", "team", "blue"))));
        expect(200, wire.signed(world.stranger(), "GET", "/v1/whoami", ""));
        expect(403, wire.signed(reporter, "GET", "/admin/agents", ""));
        expect(403, wire.bearer(world.token(), "GET", "/oidc/v1/credentials/reports-api-key", ""));
        expect(403, wire.signed(world.forged(), "GET", "/v1/whoami", ""));
        var token = world.token();
        world.clock.turn(Duration.ofMinutes(16));
        expect(401, wire.bearer(token, "GET", "/oidc/v1/whoami", ""));
    }

    private void malformed() {
        for (var body : List.of(
                "%s",
                "\"%s\"",
                "[\"%s\"]",
                "{\"grant\":\"%s\"",
                "{\"grant\":%s}",
                "{\"grant\":\"%s\"}",
                "{\"grant\":[\"%s\"]}",
                "{\"grant\":\"reports-reader\"} %s",
                "{\"grant\":\"reports-reader\",/*%s*/\"reason\":\"\"}",
                "{\"grant\":\"reports-reader\",\"grant\":\"%s\"}",
                "{\"grant\":\"reports-reader\",\"role\":\"%s\"}",
                "{\"grant\":\"reports-reader\",\"ttlSeconds\":\"%s\"}",
                "{\"grant\":\"reports-reader\",\"parameters\":\"%s\"}",
                "{\"grant\":\"reports-reader\",\"parameters\":{\"team\":\"%s\"}}",
                "{\"grant\":\"reports-reader\",\"parameters\":{\"team\":\"blue\",\"%s\":\"red\"}}",
                "{\"grant\":\"reports-reader\",\"parameters\":{\"team\":\"blue\"},\"reason\":\"\\u0000%s\"}",
                "{\"grant\":\"reports-reader\",\"reason\":\"\\ud800%s\"}",
                "{\"grant\":\"reports-reader\",\"reason\":\"%s" + "x".repeat(17_000) + "\"}",
                "[".repeat(40) + "\"%s\"" + "]".repeat(40))) {
            expect(400, wire.signed(reporter, "POST", "/v1/leases", body.formatted(world.text("in a body: " + body))));
        }
        // A pointer says to the sender which member it was.
        var name = "member-" + CanaryWorld.random();
        expect(400, wire.signed(reporter, "POST", "/v1/leases", "{\"grant\":\"reports-reader\",\"" + name + "\":1}"));
        world.echoed("a member's name", name);
    }

    /** Texts in all the other places of a request. */
    private void strangers() {
        expect(400, wire.signed(reporter, "GET", "/v1/leases?" + world.text("a query's name") + "=1", ""));
        expect(400, wire.signed(reporter, "GET", "/v1/whoami?q=" + world.text("a query's value"), ""));
        expect(404, wire.signed(reporter, "GET", "/v1/leases/" + world.text("a lease id"), ""));
        expect(403, wire.signed(reporter, "GET", "/v1/" + world.text("a path"), ""));
        expect(400, wire.bearer(world.token(), "GET", "/oidc/v1/credentials/" + world.text("a grant in a path"), ""));
        expect(
                400,
                wire.bearer(
                        world.token(), "GET", "/oidc/v1/credentials/ci-registry-token?x=" + world.text("a value"), ""));
        expect(
                400,
                wire.signed(
                        reporter,
                        "POST",
                        "/v1/leases",
                        lease("reports-webhook"),
                        "Idempotency-Key: a " + world.text("a bad key")));
        for (var header : List.of(
                "Cookie", "User-Agent", "Referer", "X-Forwarded-For", "X-Api-Key", "X-Amzn-Trace-Id", "traceparent")) {
            expect(
                    200,
                    wire.signed(reporter, "GET", "/v1/whoami", "", header + ": " + world.text("the header " + header)));
        }
        expect(403, wire.ask("GET", "/v1/whoami", List.of("Authorization: Basic " + world.text("a password")), ""));
    }

    /** Tokens that are believed nowhere, and a good one where it does not belong. */
    private void tokens() {
        var token = world.token();
        int signature = token.lastIndexOf('.') + 1;
        for (var bad : List.of(
                world.secret("a token for somebody else", world.valet.foreignToken("ci")),
                world.secret(
                        "a token with another signature",
                        token.substring(0, signature) + CanaryWorld.random() + CanaryWorld.random()),
                world.secret("a token with more at its end", token + CanaryWorld.random()),
                world.secret("a token without a signature", token.substring(0, signature)),
                world.secret("no token", CanaryWorld.random()),
                world.secret(
                        "a long one",
                        "eyJ" + CanaryWorld.random().repeat(200) + "." + CanaryWorld.random() + "."
                                + CanaryWorld.random()))) {
            expect(401, wire.bearer(bad, "GET", "/oidc/v1/whoami", ""));
            expect(401, wire.bearer(bad, "GET", "/oidc/v1/credentials/ci-registry-token", ""));
        }
        expect(401, wire.ask("GET", "/oidc/v1/whoami?access_token=" + token, List.of(), ""));
        expect(403, wire.bearer(token, "GET", "/v1/whoami", ""));
        expect(403, wire.bearer(token, "GET", "/admin/agents", ""));
        expect(400, wire.signed(reporter, "POST", "/v1/leases", "{\"grant\":\"" + token + "\"}"));
        expect(403, wire.ask("GET", "/v1/" + token, List.of(), ""));
    }

    private void operators() {
        var operator = world.session("the operator", world.valet.deployment().operator("jo@acme.example"));
        for (var path : List.of("agents", "grants", "issuers", "guardrails", "grants/reports-webhook")) {
            expect(200, wire.signed(operator, "GET", "/admin/" + path, ""));
        }
        for (var yaml : List.of(
                "%s",
                "grant: %s",
                "grant: a-grant\nsecret: {arn: %s, value: %s}",
                "agent: \"%s",
                "? %s\n: [",
                "guardrail: one\ndescription: two\ncedar: forbid (%s);")) {
            var file = Json.object()
                    .with("name", "faulty.yaml")
                    .with("text", yaml.replace("%s", world.text("in a file: " + yaml)))
                    .build();
            var body = Json.object()
                    .with("files", new Json.Arr(List.of(file)))
                    .with("mode", "plan")
                    .with("prune", false)
                    .build();
            expect(400, wire.signed(operator, "POST", "/admin/apply", body.text()));
        }
    }

    /** Actions that end in every way there is, with providers whose answers have more in them than is handed on. */
    private void actions() {
        expect(200, wire.signed(world.bookkeeper, "GET", "/v1/actions", ""));
        var first = wire.signed(world.bookkeeper, "POST", PAY, payment("pm_card_visa", ""), key("first"));
        expect(202, first);
        var yes = approve(first.member("approval", "id"));
        expect(200, wire.signed(world.bookkeeper, "POST", PAY, payment("pm_card_visa", yes), key("first")));
        expect(200, wire.signed(world.bookkeeper, "POST", PAY, payment("pm_card_visa", yes), key("first")));
        expect(409, wire.signed(world.bookkeeper, "POST", PAY, payment("pm_card_other", ""), key("first")));
        expect(422, wire.signed(world.bookkeeper, "POST", PAY, payment(StripeStandIn.DECLINED, ""), key("declined")));
        var echoed = wire.signed(world.bookkeeper, "POST", PAY, payment(StripeStandIn.KEY_ECHOED, ""), key("echoed"));
        assertThat(echoed.member("performance", "cause")).isEqualTo("upstream-echoed-secret");
        expect(202, wire.signed(world.bookkeeper, "POST", PAY, payment(StripeStandIn.ANSWER_LOST, ""), key("lost")));
        world.clock.turn(Duration.ofSeconds(62));
        world.valet.deployment().followUp(); // and nothing is rotated
        expect(200, wire.signed(world.bookkeeper, "POST", PAY, payment(StripeStandIn.ANSWER_LOST, ""), key("lost")));
        var document = "{\"input\":{\"version\":\"v7\",\"sha256\":\"" + "0a".repeat(32) + "\"}}";
        expect(200, wire.signed(world.release, "POST", "/v1/actions/sign-release", document, key("v7")));
        for (var model : List.of("summarise-report", "proofread-report")) {
            var prompt = "{\"input\":{\"text\":\"Two pallets.\",\"maxTokens\":100}}";
            expect(200, wire.signed(reporter, "POST", "/v1/actions/" + model, prompt, key(model)));
        }
        for (var member : List.of("amount", "supplier", "card", "invoice")) {
            var broken = payment("pm_card_visa", "")
                    .replaceFirst(
                            "\"" + member + "\":\"[^\"]*\"",
                            "\"" + member + "\":\"" + world.text("an action's " + member) + "\"");
            expect(400, wire.signed(world.bookkeeper, "POST", PAY, broken, key("broken")));
        }
        expect(400, wire.signed(world.bookkeeper, "POST", PAY, payment("pm_card_visa", world.text("an approval"))));
        expect(403, wire.signed(reporter, "POST", PAY, payment("pm_card_visa", ""), key("another's")));
        world.valet
                .providers()
                .stripe()
                .charged()
                .forEach(charged ->
                        world.secret("the provider's own secret of " + charged.id(), charged.clientSecret()));
    }

    private static String key(String name) {
        return "Idempotency-Key: " + name;
    }

    private static String payment(String card, String approval) {
        var input = Json.object()
                .with("amount", "10.00")
                .with("currency", "EUR")
                .with("supplier", "acct_papermill")
                .with("card", card)
                .with("invoice", "R-7")
                .build();
        var body = Json.object().with("input", input);
        return (approval.isEmpty() ? body : body.with("approval", approval))
                .build()
                .text();
    }

    private String approve(String id) {
        var ann = world.session("ann", world.valet.deployment().operator("ann@acme.example"));
        var read = wire.signed(ann, "GET", "/admin/approvals/" + id, "");
        var hash = Json.object().with("hash", read.member("approval", "hash")).build();
        expect(200, wire.signed(ann, "POST", "/admin/approvals/" + id + "/approve", hash.text()));
        return id;
    }

    /** Leases given back and revoked, what the schedule does about it, and what is told of it. */
    private void endings() {
        var operator = world.session("the operator", world.valet.deployment().operator("jo@acme.example"));
        var given = world.issued(wire.signed(reporter, "POST", "/v1/leases", lease("reports-api-key")));
        expect(404, wire.signed(world.release, "DELETE", "/v1/leases/" + given.member("lease", "id"), ""));
        expect(200, wire.signed(reporter, "DELETE", "/v1/leases/" + given.member("lease", "id"), ""));
        world.issued(wire.signed(reporter, "POST", "/v1/leases", lease("reports-reader", "team", "red")));
        var revocation = "{\"agent\":\"reporter\",\"grant\":\"reports-reader\",\"reason\":\"the bucket moved\"%s}";
        expect(200, wire.signed(operator, "POST", "/admin/revocations", revocation.formatted("")));
        var unknown = ",\"why\":\"" + world.text("in a revocation") + "\"";
        expect(400, wire.signed(operator, "POST", "/admin/revocations", revocation.formatted(unknown)));
        expect(403, wire.signed(reporter, "POST", "/v1/leases", lease("reports-reader", "team", "red")));
        var copied = world.issued(wire.signed(reporter, "POST", "/v1/leases", lease("reports-webhook")));
        expect(200, wire.signed(reporter, "DELETE", "/v1/leases/" + copied.member("lease", "id"), ""));
        world.rotated();
        world.valet.deployment().everyMinute();
        expect(200, wire.signed(operator, "GET", "/admin/revocations", ""));
        for (var agent : List.of("reporter", "release", "ci")) {
            expect(200, wire.signed(operator, "GET", "/admin/audit?agent=" + agent, ""));
        }
        expect(400, wire.signed(operator, "GET", "/admin/audit?agent=" + world.text("in a question"), ""));
    }

    /** AWS fails, in its own words and out of shape; what came with that is nobody's. */
    private void upstreams() {
        var sts = new Faults();
        world.valet.deployment().aws().host("sts", sts);
        for (var code : List.of("AccessDenied", "PackedPolicyTooLarge", "ExpiredToken", "Whatever")) {
            sts.refuseInXml(code, world.text("STS on " + code));
            refused("reports-api-key");
        }
        sts.next(500, "<html>" + world.text("STS in HTML"));
        refused("reports-api-key");
        sts.next(
                200,
                "<AssumeRoleResponse><AssumeRoleResult><Credentials><SessionToken>" + world.text("half an answer"));
        refused("reports-api-key");
        sts.next(200, """
                <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>%s</AccessKeyId>
                <SecretAccessKey>%s</SecretAccessKey><SessionToken>%s</SessionToken></Credentials></AssumeRoleResult>
                </AssumeRoleResponse>""".formatted(
                        world.secret("a key without an end", CanaryWorld.random()),
                        world.secret("its secret", CanaryWorld.random()),
                        world.secret("its token", CanaryWorld.random())));
        refused("reports-api-key");

        var secrets = new Faults();
        world.valet.deployment().aws().host("secretsmanager", secrets);
        for (var code : List.of("ResourceNotFoundException", "AccessDeniedException", "InternalServiceError")) {
            secrets.refuseInJson(code, world.text("Secrets Manager on " + code));
            refused("reports-webhook");
        }
        secrets.next(
                200,
                Json.object()
                        .with("ARN", "arn:other")
                        .with("VersionId", "1")
                        .with("SecretString", world.secret("another secret", CanaryWorld.odd()))
                        .build()
                        .text());
        refused("reports-webhook");
        secrets.next(200, "{\"SecretString\":\"" + world.secret("half a secret", CanaryWorld.random()));
        refused("reports-webhook");

        var dynamo = new Faults();
        world.valet.deployment().aws().host("dynamodb", dynamo);
        for (var code : List.of("ValidationException", "AccessDeniedException")) {
            dynamo.refuseInJson(code, world.text("DynamoDB on " + code));
            expect(503, wire.signed(reporter, "GET", "/v1/leases", ""));
            refused("reports-webhook");
        }
        dynamo.next(200, "{\"Item\":" + world.text("DynamoDB out of shape"));
        refused("reports-webhook");
        for (var faults : List.of(sts, secrets, dynamo)) {
            assertThat(faults.tokens()).isNotEmpty();
            faults.tokens().forEach(token -> world.secret("a function's session", token));
        }
    }

    private void refused(String grant) {
        expect(503, wire.signed(reporter, "POST", "/v1/leases", lease(grant)));
    }

    private static void expect(int status, Wire.Answer answer) {
        assertThat(answer.status()).as(answer + "\n" + answer.text()).isEqualTo(status);
    }

    private static String lease(String grant, String... parameter) {
        var body = Json.object().with("grant", grant);
        if (parameter.length > 0) {
            body.with("parameters", Json.strings(Map.of(parameter[0], parameter[1])));
        }
        return body.build().text();
    }

    /** With a reason that nothing keeps, because nothing is issued. */
    private String because(String body) {
        return body.substring(0, body.length() - 1) + ",\"reason\":\"" + world.text("a reason") + "\"}";
    }
}

package dev.valet.local;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.valet.Json;
import dev.valet.aws.AwsClients;
import dev.valet.edge.Settings;
import dev.valet.edge.Wiring;
import dev.valet.http.Transport;
import dev.valet.identity.Principal;
import dev.valet.json.StrictJson;
import dev.valet.local.aws.Credentials;
import dev.valet.local.aws.policy.Context;
import dev.valet.local.aws.policy.Decision;
import dev.valet.local.door.FrontDoor;
import dev.valet.local.fault.BrokenLine;
import dev.valet.local.fault.FaultPlan;
import dev.valet.local.provider.Providers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/**
 * Valet on this machine, where the line between two of its functions and AWS breaks as planned. Each run of a story begins
 * with the same rows at the same time, in fresh environments of the functions.
 */
final class FaultWorld implements AutoCloseable {
    static final String READER = "reports-reader";
    static final String API_KEY = "reports-api-key";
    static final String WEBHOOK = "reports-webhook";

    private static final String SECRET =
            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:leasable/reports-webhook-Wh7mTx";
    private static final String ACCOUNT = "444455556666";
    private static final List<String> ROLES = List.of("reports", "reports-secrets");
    private static final List<String> OVER_THE_LINE = List.of("IssueHandler", "RevokeHandler", "ActHandler");
    private static final String POLICY = "ValetRevocations";

    private static final String CONFIGURATION = """
            agent: reporter
            owner: reports-team@acme.example
            environment: sandbox
            identities:
              - {role: "arn:aws:iam::444455556666:role/agents/reporter", uniqueId: AROAREPORTERAGENT001}
            limits: {leasesPerHour: 500}
            ---
            grant: reports-reader
            agent: reporter
            environment: sandbox
            description: Reads the reports of one team
            aws:
              role: arn:aws:iam::444455556666:role/valet/reports
              externalId: vx-reports-7f3a91
              allow: [{actions: [s3:GetObject], resources: ["arn:aws:s3:::acme-reports/${team}/*"]}]
            parameters:
              team: {pattern: "[a-z]{2,20}"}
            limits: {leasesPerHour: 200, concurrent: 50}
            ---
            grant: reports-api-key
            agent: reporter
            environment: sandbox
            description: Reads one key by itself
            secret:
              arn: arn:aws:secretsmanager:eu-west-1:444455556666:secret:reports/api-key-Rp4kQz
              role: arn:aws:iam::444455556666:role/valet/reports-secrets
              externalId: vx-reports-7f3a91
            ---
            grant: reports-webhook
            agent: reporter
            environment: sandbox
            description: An address that is handed over as a value
            secret:
              arn: arn:aws:secretsmanager:eu-west-1:111122223333:secret:leasable/reports-webhook-Wh7mTx
              delivery: value
              rotateOnEnd: true
            ---
            agent: bookkeeper
            owner: finance@acme.example
            environment: sandbox
            identities:
              - {role: "arn:aws:iam::444455556666:role/agents/bookkeeper", uniqueId: AROABOOKKEEPERAGENT1}
            ---
            action: pay-supplier
            description: Pays one invoice of a supplier
            impact: high
            environment: sandbox
            input:
              type: object
              properties:
                amount: {type: string, maxLength: 12}
                currency: {type: string, enum: [EUR]}
                supplier: {type: string, maxLength: 40}
                card: {type: string, maxLength: 64}
              required: [amount, currency, supplier, card]
              additionalProperties: false
            spends: {amount: amount, currency: currency, payee: supplier}
            http:
              host: api.stripe.com
              method: POST
              path: /v1/payment_intents
              headers: {Idempotency-Key: "${key}"}
              credential:
                secret: arn:aws:secretsmanager:eu-west-1:111122223333:secret:valet/actions/stripe-Sk5tRp
                as: bearer
              form:
                amount: ${/amount|minor:/currency}
                currency: ${/currency|lower}
                payment_method: ${/card}
                confirm: "true"
                metadata[valet]: ${key}
              answer:
                done: [{status: [200], where: {/status: [succeeded]}}]
                refused: [{status: [402], code: payment-declined}, {status: [400, 401, 403, 404]}]
                result: {payment: {at: /id, type: text, most: 64, characters: name}}
                reference: payment
              lookup:
                path: /v1/payment_intents/search
                query: {query: 'metadata["valet"]:"${key}"'}
                found: [{status: [200], where: {"/data/0/metadata/valet": ["${key}"], "/data/0/status": [succeeded]}}]
                refused: [{status: [200], where: {"/data/0/metadata/valet": ["${key}"], "/data/0/status": [requires_payment_method]}}]
                notFound: [{status: [200], where: {/object: [search_result]}, absent: [/data/0]}]
                notFoundAfterSeconds: 120
                result: {payment: {at: /data/0/id, type: text, most: 64, characters: name}}
                reference: payment
            ---
            grant: supplier-invoices
            agent: bookkeeper
            environment: sandbox
            description: Pays one supplier
            action: pay-supplier
            budget: {currency: EUR, perCall: "5.00", perDay: "10.00", perPayeePerDay: "8.00", payees: [acct_courier]}
            """;

    final StillClock clock = new StillClock();
    final LocalValet valet;
    private final Providers providers = new Providers(clock);
    private final Map<String, RequestStreamHandler> environments = new ConcurrentHashMap<>();
    private final List<BrokenLine> lines = new ArrayList<>();
    private final SignedHttp http;
    private final IamClient iam;
    private final SdkHttpClient whole;
    private volatile Optional<BrokenLine> line = Optional.empty(); // until everything has started

    private Beginning beginning;
    private final Beginning first;

    /** What a run begins with. */
    private record Beginning(Instant time, Rows state, Rows audit, Map<String, String> policies, Runnable secret) {}

    /** @param folder for its configuration */
    FaultWorld(Path folder) {
        try {
            Files.writeString(folder.resolve("reporter.yaml"), CONFIGURATION);
            valet = LocalValet.start(
                    new Deployment.Settings(Home.find(), clock, Optional.empty(), this::environment),
                    providers,
                    FrontDoor.take(0),
                    folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        http = new SignedHttp(valet.address());
        whole = new NearLine(valet.deployment().aws());
        var administrator = valet.deployment().aws().account(ACCOUNT).administrator();
        iam = IamClient.builder()
                .endpointOverride(valet.deployment().aws().endpoint())
                .region(Region.of(Accounts.REGION))
                .httpClient(whole)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(administrator.accessKeyId(), administrator.secretAccessKey())))
                .build();
        first = now();
        beginning = first;
    }

    private Beginning now() {
        var secret = valet.deployment().aws().keeping(SECRET);
        return new Beginning(clock.instant(), state(), audit(), policies(), secret);
    }

    /** The functions that issue, end and perform are over the line, and each run has environments of its own. */
    private RequestStreamHandler environment(String handler, Map<String, String> env, Clock time) {
        boolean overTheLine = OVER_THE_LINE.stream().anyMatch(handler::contains);
        return overTheLine
                ? (in, out, context) -> environments
                        .computeIfAbsent(handler, _ -> overTheLine(handler, env, time))
                        .handleRequest(in, out, context)
                : Handlers.TEMPLATES.make(handler, env, time);
    }

    private RequestStreamHandler overTheLine(String handler, Map<String, String> env, Clock time) {
        return line.map(over -> Handlers.of((variables, now) -> Wiring.over(
                        over,
                        Settings.from(variables),
                        now,
                        AwsClients.lambdaCredentials(variables),
                        providers.before(FaultWorld::noOutside))))
                .orElse(Handlers.calling(providers))
                .make(handler, env, time);
    }

    private static Transport noOutside() {
        throw new IllegalStateException("nothing is called but what stands in here");
    }

    /** From here on every run begins with what there is now. */
    void keep() {
        beginning = now();
        lines.clear();
    }

    /** From here on every run begins with what there was at first. */
    void afresh() {
        beginning = first;
        begin(FaultPlan.NONE);
        restorePolicies();
    }

    /** Begins another run, over a line that breaks so. */
    BrokenLine begin(FaultPlan plan) {
        clock.set(beginning.time());
        beginning.state().restore(valet.deployment().tables());
        beginning.audit().restore(valet.deployment().tables());
        beginning.secret().run();
        if (lines.stream()
                .flatMap(used -> used.exchanges().stream())
                .anyMatch(sent -> sent.service().equals("iam"))) {
            restorePolicies();
        }
        lines.clear();
        return from(plan);
    }

    /** From here on the line breaks so, to other environments of the functions. */
    BrokenLine from(FaultPlan plan) {
        var next = new BrokenLine(whole, plan);
        line = Optional.of(next);
        lines.add(next);
        environments.clear();
        return next;
    }

    /** Everything that went over a line since this run began. */
    List<BrokenLine> lines() {
        return List.copyOf(lines);
    }

    private void restorePolicies() {
        for (var role : ROLES) {
            var kept = beginning.policies().getOrDefault(role, "");
            if (!kept.isEmpty()) {
                iam.putRolePolicy(put -> put.roleName(role).policyName(POLICY).policyDocument(kept));
            } else if (!policy(role).isEmpty()) {
                iam.deleteRolePolicy(delete -> delete.roleName(role).policyName(POLICY));
            }
        }
    }

    /** What each managed role denies, in JSON; those that deny nothing are left out. */
    Map<String, String> policies() {
        var found = new java.util.TreeMap<String, String>();
        ROLES.forEach(role -> found.put(role, policy(role)));
        found.values().removeIf(String::isEmpty);
        return found;
    }

    private String policy(String role) {
        try {
            var encoded = iam.getRolePolicy(get -> get.roleName(role).policyName(POLICY))
                    .policyDocument();
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (NoSuchEntityException none) {
            return "";
        }
    }

    Rows state() {
        return Rows.of(valet.deployment().tables(), "valet-StateTable");
    }

    Rows audit() {
        return Rows.of(valet.deployment().tables(), "valet-AuditTable");
    }

    /** What was written down since a run begins, each record as JSON. */
    List<Json> recorded() {
        return audit().since(beginning.audit()).stream()
                .map(row -> StrictJson.read(row.textAt("record", "S")).at("entry"))
                .toList();
    }

    /** The agent asks for a lease, the same each time. */
    SignedHttp.Response ask(String grant, String idempotencyKey) {
        var asked = Json.object().with("grant", grant);
        if (grant.equals(READER)) {
            asked.with("parameters", Json.object().with("team", "blue").build());
        }
        Map<String, String> key = idempotencyKey.isEmpty() ? Map.of() : Map.of("Idempotency-Key", idempotencyKey);
        return http.signed(
                reporter(), "POST", "/v1/leases", Optional.of(asked.build().text()), key);
    }

    /** The other agent pays two euros. */
    SignedHttp.Response pay(String card, String idempotencyKey) {
        var input = Json.object()
                .with("amount", "2.00")
                .with("currency", "EUR")
                .with("supplier", "acct_courier")
                .with("card", card)
                .build();
        return http.signed(
                valet.session(new Principal.AwsRole("aws", ACCOUNT, "bookkeeper", "AROABOOKKEEPERAGENT1")),
                "POST",
                "/v1/actions/pay-supplier",
                Optional.of(Json.object().with("input", input).build().text()),
                Map.of("Idempotency-Key", idempotencyKey));
    }

    /** So many payments were ever made, whatever Valet knows of them. */
    int charged() {
        return providers.stripe().charged().size();
    }

    /** A minute goes by, and what is done every minute about actions is done. */
    void minuteLater() {
        clock.turn(Duration.ofSeconds(62));
        try {
            valet.deployment().followUp();
        } catch (IllegalStateException functionFailed) {
            // The next minute's is another.
        }
    }

    SignedHttp.Response giveBack(String lease) {
        return http.signed(reporter(), "DELETE", "/v1/leases/" + lease, Optional.empty());
    }

    SignedHttp.Response operator(String path, Json body) {
        return http.signed(valet.deployment().operator("ann"), "POST", path, Optional.of(body.text()));
    }

    private Credentials reporter() {
        return valet.session(new Principal.AwsRole("aws", ACCOUNT, "reporter", "AROAREPORTERAGENT001"));
    }

    /** What runs every minute runs until no row of that sort is left, so many times at most. */
    void minutesLater(int most, String sort) {
        for (int i = 0; i < most && !state().of(sort).isEmpty(); i++) {
            clock.turn(Duration.ofSeconds(62)); // what was revoked has settled
            sweep();
        }
    }

    boolean sweep() {
        try {
            valet.deployment().sweep();
            return true;
        } catch (IllegalStateException functionFailed) {
            return false;
        }
    }

    /** Whether a lease is still worth something to whoever holds it. */
    boolean works(String grant, Lease lease) {
        return lease.value().isPresent()
                ? valet.deployment().aws().secretNow(SECRET).equals(lease.value())
                : works(grant, lease.session().orElseThrow());
    }

    /** Whether a session of that grant's leases can do now what its grant is for. */
    boolean works(String grant, Credentials session) {
        boolean reads = grant.equals(READER);
        var context = new Context().put("aws:ResourceAccount", ACCOUNT);
        return valet.deployment()
                        .aws()
                        .decide(
                                session,
                                reads ? "s3:GetObject" : "secretsmanager:GetSecretValue",
                                reads
                                        ? "arn:aws:s3:::acme-reports/blue/summary.csv"
                                        : "arn:aws:secretsmanager:eu-west-1:444455556666:secret:reports/api-key-Rp4kQz",
                                context)
                instanceof Decision.Allowed;
    }

    @Override
    public void close() {
        valet.close();
        iam.close();
    }
}

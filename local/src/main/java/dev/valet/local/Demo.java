package dev.valet.local;

import dev.valet.Json;
import dev.valet.identity.Agent;
import dev.valet.identity.Principal;
import dev.valet.json.StrictJson;
import dev.valet.local.aws.Credentials;
import dev.valet.local.aws.RoleDraft;
import dev.valet.local.template.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** The story of the sample agents, told over real HTTP with real signatures and AWS's own clients. */
final class Demo {
    private static final String BUCKET = "acme-reports";
    private static final String MINE = "blue/summary.csv";
    private static final String NEIGHBOURS = "red/summary.csv";

    private final LocalValet valet;
    private final TurnedClock clock;
    private final Story story;
    private final SignedHttp http;
    private final Credentials reporter;
    private Optional<Lease> leased = Optional.empty();
    private Optional<String> late = Optional.empty();

    Demo(LocalValet valet, TurnedClock clock, Story story) {
        this.valet = valet;
        this.clock = clock;
        this.story = story;
        this.http = new SignedHttp(valet.address());
        this.reporter = session("reporter", 1);
    }

    void play() {
        story.part("An agent holds nothing worth stealing", this::environment);
        story.part("Valet knows it by that identity", this::whoami);
        story.part("It asks for one named grant", this::asks);
        story.part("The lease opens one thing, and nothing else", this::opens);
        story.part("A secret, without ever being stored in the agent", this::secrets);
        story.part("A build job comes with a token instead of a role", this::token);
        story.part("Strangers are refused", this::strangers);
        story.part("A development identity does not reach production", this::development);
        story.part("A limit is exact, however many ask at once", this::limits);
        story.part("A person says yes to one exact request", this::approves);
        new ActionDemo(valet, clock, story).play();
        story.part("Bad input is named, and nothing is issued", this::badInput);
        story.part("A lease is ended while it is in use", this::revokes);
        story.part("An agent is compromised: it is suspended, and resumed", this::suspends);
        story.part("Fifteen minutes later", this::expires);
        story.part("When nothing else will do: everything is revoked", this::revokesEverything);
        story.part("All of it was written down", this::audit);
        story.part("and nobody can bend it", this::archive);
    }

    private void environment() {
        var env =
                AgentEnvironment.of(System.getenv(), valet.identity("reporter", 1), Optional.empty(), Optional.empty());
        var secrets = valet.world().secrets();
        boolean clean =
                env.values().stream().noneMatch(value -> secrets.stream().anyMatch(value::contains));
        story.step(
                "of the " + env.size() + " variables in its environment none holds any of this world's "
                        + secrets.size() + " secrets",
                clean);
        story.say("it has what its runtime gives it: " + reporter.accessKeyId() + ", a session of its own role");
    }

    private void whoami() {
        var answer = http.signed(reporter, "GET", "/v1/whoami", Optional.empty());
        story.step(
                "its signature says who it is: " + text(answer, "agent"),
                text(answer, "agent").equals("reporter"));
        var grants = http.signed(reporter, "GET", "/v1/grants", Optional.empty());
        story.step(
                "and Valet tells it its own grants only",
                grants.status() == 200 && !grants.body().contains("release"));
    }

    private void asks() {
        var lease = lease(reporter, "reports-reader", Map.of("team", "blue"));
        leased = Optional.of(lease);
        story.step(
                "reports-reader, for team blue: lease " + lease.id(),
                lease.session().isPresent());
        story.step(
                "it ends by itself at " + lease.expiresAt() + ", fifteen minutes from now at most",
                !lease.expiresAt().isAfter(clock.instant().plus(Duration.ofMinutes(15))));
    }

    private LeasedCalls leasedCalls() {
        return calls(leased.orElseThrow(() -> new IllegalStateException("there is no lease")));
    }

    private void opens() {
        var calls = leasedCalls();
        story.step(
                "it reads s3://" + BUCKET + "/" + MINE, calls.read(BUCKET, MINE).startsWith("blue,canary-"));
        story.refused(
                "not the neighbour's s3://" + BUCKET + "/" + NEIGHBOURS,
                "AccessDenied",
                () -> calls.read(BUCKET, NEIGHBOURS));
        story.refused("not writing where it may read", "AccessDenied", () -> calls.write(BUCKET, MINE));
        story.refused("not a secret of the same account", "AccessDenied", () -> calls.secret("reports/api-key"));
        story.refused(
                "not another role by sts:AssumeRole",
                "AccessDenied",
                () -> calls.assume("arn:aws:iam::444455556666:role/valet/releases"));
    }

    private void secrets() {
        var session = lease(reporter, "reports-api-key", Map.of());
        var arn = session.secretArn().orElseThrow();
        story.step(
                "a session that reads one secret: " + arn.substring(arn.indexOf(":secret:") + 8),
                valet.world().secrets().contains(calls(session).secret(arn)));
        story.refused(
                "and not the next one", "AccessDenied", () -> calls(session).secret("ci/registry-token"));
        var value = lease(reporter, "reports-webhook", Map.of());
        story.step(
                "or the value itself, once, where a grant says so",
                value.value().filter(valet.world().secrets()::contains).isPresent());
        var answer = http.signed(reporter, "DELETE", "/v1/leases/" + value.id(), Optional.empty());
        story.step(
                "given back, it is rotated, and seen to be replaced",
                answer.status() == 200 && !revocation(answer, "confirmedAt").isEmpty());
        var next = webhook();
        story.step(
                "the copy that it may have kept is not what the next one gets",
                next.isPresent() && !next.equals(value.value()));
    }

    private Optional<String> webhook() {
        return lease(reporter, "reports-webhook", Map.of())
                .value()
                .filter(valet.world().secrets()::contains);
    }

    private void token() {
        var token = token("ci");
        var document = http.bearer(token, "GET", "/oidc/v1/credentials/ci-registry-token", Optional.empty());
        var session = new Credentials(
                text(document, "AccessKeyId"),
                text(document, "SecretAccessKey"),
                Optional.of(text(document, "Token")),
                Optional.empty());
        var value = new LeasedCalls(valet.deployment().aws().endpoint(), session).secret("ci/registry-token");
        story.step("its token gets the credentials document that AWS SDKs read", document.status() == 200);
        story.step("which opens its one secret", valet.world().secrets().contains(value));
        var again = http.bearer(token, "GET", "/oidc/v1/credentials/ci-registry-token", Optional.empty());
        story.step(
                "asked again at once, it is the same lease again",
                again.status() == 200 && text(again, "AccessKeyId").equals(session.accessKeyId()));
        var foreign = http.bearer(valet.foreignToken("ci"), "GET", "/oidc/v1/whoami", Optional.empty());
        story.step("a token made for somebody else is a 401", foreign.status() == 401);
    }

    private void strangers() {
        var stranger = valet.deployment()
                .aws()
                .account("444455556666")
                .put(RoleDraft.named("/agents/stranger", """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow",
                 "Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}}""").allowing("call-valet", """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow",
                 "Action":"execute-api:Invoke","Resource":"*"}}"""));
        var session = valet.deployment().aws().sessionFor(stranger, "reporter");
        var unknown = ask(session, "reports-reader", Map.of("team", "blue"));
        story.step(
                "an unregistered role, whatever it calls its session: 403 " + text(unknown, "reason"),
                unknown.status() == 403 && text(unknown, "reason").equals("unknown-principal"));
        var forged = new Credentials(reporter.accessKeyId(), "A".repeat(40), reporter.sessionToken(), Optional.empty());
        story.step(
                "a wrong signature: 403",
                http.signed(forged, "GET", "/v1/whoami", Optional.empty()).status() == 403);
        var foreign = ask(reporter, "release-dry-run", Map.of());
        story.step(
                "another agent's grant sounds like one that is not there: 403 " + text(foreign, "reason"),
                foreign.status() == 403 && text(foreign, "reason").equals("no-live-grant"));
    }

    private void development() {
        var developer = session("release", 2);
        var refused = ask(developer, "release-publish", Map.of("version", "v7"));
        story.step(
                "release's development identity asks for release-publish: 403 " + text(refused, "reason"),
                refused.status() == 403 && text(refused, "reason").equals("forbidden"));
        story.step(
                "it gets release-dry-run, which is of the sandbox",
                ask(developer, "release-dry-run", Map.of()).status() == 201);
        story.step(
                "release's production identity gets release-publish",
                ask(session("release", 1), "release-publish", Map.of("version", "v7"))
                                .status()
                        == 201);
    }

    /**
     * One lease of this grant was issued before, to the development identity. Fifty environments of the function are up
     * before the fifty ask: on a slow machine it takes so long to make them that there is no time left to mint.
     */
    private void limits() {
        var asker = session("release", 1);
        fifty(() -> http.signed(asker, "GET", "/v1/whoami", Optional.empty()));
        var issued = fifty(() -> ask(asker, "release-dry-run", Map.of())).stream()
                .filter(answer -> answer.status() == 201)
                .count();
        story.step(
                "fifty ask at once for release-dry-run, ten an hour: " + issued + " get it, with the one before",
                issued == 9);
        var refused = ask(asker, "release-dry-run", Map.of());
        story.step("and the next: 429 " + text(refused, "reason"), refused.status() == 429);
    }

    private static List<SignedHttp.Response> fifty(Supplier<SignedHttp.Response> request) {
        var asked = IntStream.range(0, 50)
                .mapToObj(_ -> CompletableFuture.supplyAsync(
                        request, task -> Thread.ofVirtual().start(task)))
                .toList();
        return asked.stream().map(CompletableFuture::join).toList();
    }

    private void approves() {
        var release = session("release", 1);
        var waiting = ask(release, "release-hotfix", Map.of("version", "v8"));
        var id = approval(waiting, "id");
        story.step(
                "release-hotfix for v8: 202, " + id + " waits for a person",
                waiting.status() == 202 && approval(waiting, "state").equals("open"));
        story.step(
                "the agent does not go on without: 403 " + text(hotfix(release, "v8", id), "reason"),
                hotfix(release, "v8", id).status() == 403);
        var own = decide("rita@acme.example", id);
        story.step(
                "rita is of the team that owns the agent: 403 " + text(own, "reason"),
                text(own, "reason").equals("not-approver"));
        story.step("ann reads it and approves", decide("ann", id).status() == 200);
        var another = hotfix(release, "v9", id);
        story.step(
                "another request under that approval, v9: 403 " + text(another, "reason"),
                text(another, "reason").equals("no-live-approval"));
        story.step("the very same request: a lease", hotfix(release, "v8", id).status() == 201);
        story.step(
                "and once only: 403 " + text(hotfix(release, "v8", id), "reason"),
                hotfix(release, "v8", id).status() == 403);
        late = Optional.of(approval(ask(release, "release-hotfix", Map.of("version", "v10")), "id"));
        decide("ann", late.get());
    }

    private void usesTooLate() {
        late.ifPresent(id -> {
            var answer = hotfix(session("release", 1), "v10", id);
            story.step(
                    "what ann approved for ten minutes is over: 403 " + text(answer, "reason"),
                    text(answer, "reason").equals("no-live-approval"));
        });
    }

    /** Reads what is asked first, and approves that by its hash. */
    private SignedHttp.Response decide(String person, String id) {
        var who = valet.deployment().operator(person);
        var read = http.signed(who, "GET", "/admin/approvals/" + id, Optional.empty());
        var body = Json.object().with("hash", approval(read, "hash")).build();
        return http.signed(who, "POST", "/admin/approvals/" + id + "/approve", Optional.of(body.text()));
    }

    private SignedHttp.Response hotfix(Credentials who, String version, String approval) {
        var body = Json.object()
                .with("grant", "release-hotfix")
                .with("reason", "valet demo")
                .with("parameters", Json.strings(Map.of("version", version)))
                .with("approval", approval)
                .build();
        return http.signed(who, "POST", "/v1/leases", Optional.of(body.text()));
    }

    private static String approval(SignedHttp.Response response, String member) {
        return Tree.text(StrictJson.read(response.body()), "approval", member).orElse("");
    }

    private void badInput() {
        var parameter = ask(reporter, "reports-reader", Map.of("team", "blue/../red"));
        story.step(
                "a parameter that would climb: 400, " + pointer(parameter),
                parameter.status() == 400 && pointer(parameter).equals("/parameters/team"));
        var unknown = http.signed(
                reporter, "POST", "/v1/leases", Optional.of("{\"grant\":\"reports-reader\",\"role\":\"*\"}"));
        story.step("an unknown member: 400, " + pointer(unknown), unknown.status() == 400);
    }

    private void revokes() {
        var ended = lease(reporter, "reports-reader", Map.of("team", "blue"));
        var neighbour = lease(reporter, "reports-reader", Map.of("team", "blue"));
        story.step("two sessions of one role read the same object", reads(ended) && reads(neighbour));
        var answer = http.signed(reporter, "DELETE", "/v1/leases/" + ended.id(), Optional.empty());
        story.step(
                "DELETE /v1/leases/" + ended.id() + ": revoked, and seen to be denied",
                answer.status() == 200
                        && !revocation(answer, "revokedAt").isEmpty()
                        && !revocation(answer, "confirmedAt").isEmpty());
        story.refused(
                "the session it had is dead", "AccessDenied", () -> calls(ended).read(BUCKET, MINE));
        story.step("its neighbour of the same role lives", reads(neighbour));
    }

    private void suspends() {
        var held = lease(reporter, "reports-reader", Map.of("team", "blue"));
        var others = lease(session("release", 1), "release-publish", Map.of("version", "v7"));
        var answer = operator("/admin/agents/reporter/suspend", "{\"reason\":\"it ran what a web page told it\"}");
        story.step(
                "POST /admin/agents/reporter/suspend: confirmed",
                !revocation(answer, "confirmedAt").isEmpty());
        story.refused("what it held is dead", "AccessDenied", () -> calls(held).read(BUCKET, MINE));
        story.step(
                "it gets nothing new: 403 " + text(ask(reporter, "reports-reader", Map.of("team", "blue")), "reason"),
                ask(reporter, "reports-reader", Map.of("team", "blue")).status() == 403);
        story.step("another agent does not notice", publishes(others));
        var tooSoon = operator("/admin/agents/reporter/resume", "{\"reason\":\"it was patched\"}");
        story.step("resumed at once: 409 " + text(tooSoon, "reason"), tooSoon.status() == 409);
        clock.turn(Duration.ofSeconds(62));
        var resumed = operator("/admin/agents/reporter/resume", "{\"reason\":\"it was patched\"}");
        story.step("a minute later it is resumed", resumed.status() == 200);
        story.step(
                "and reads again, with a new lease", reads(lease(reporter, "reports-reader", Map.of("team", "blue"))));
    }

    private void revokesEverything() {
        var reading = lease(reporter, "reports-reader", Map.of("team", "blue"));
        var publishing = lease(session("release", 1), "release-publish", Map.of("version", "v7"));
        story.step("two agents are at work", reads(reading) && publishes(publishing));
        var answer = operator("/admin/revocations", "{\"everything\":true,\"reason\":\"a drill\"}");
        story.step(
                "POST /admin/revocations, everything: confirmed",
                !revocation(answer, "confirmedAt").isEmpty());
        story.step("no session of any role lives", !reads(reading) && !publishes(publishing));
        story.step(
                "and nobody gets a new one",
                ask(reporter, "reports-reader", Map.of("team", "blue")).status() == 403
                        && ask(session("release", 1), "release-publish", Map.of("version", "v7"))
                                        .status()
                                == 403);
    }

    private boolean reads(Lease lease) {
        return works(() -> calls(lease).read(BUCKET, MINE));
    }

    private boolean publishes(Lease lease) {
        return works(() -> calls(lease).write("acme-releases", "v7/notes.txt"));
    }

    private static boolean works(Runnable call) {
        try {
            call.run();
            return true;
        } catch (AwsServiceException refusal) {
            if (refusal.awsErrorDetails().errorCode().equals("AccessDenied")) {
                return false;
            }
            throw refusal;
        }
    }

    private SignedHttp.Response operator(String path, String body) {
        return http.signed(valet.deployment().operator("ann"), "POST", path, Optional.of(body));
    }

    private static String revocation(SignedHttp.Response response, String member) {
        return Tree.text(StrictJson.read(response.body()), "revocation", member).orElse("");
    }

    private void expires() {
        var copied = webhook();
        clock.turn(Duration.ofMinutes(16));
        story.say("nobody waited: the clock of this world was turned on by sixteen minutes");
        story.refused(
                "the same credential, the same object",
                "ExpiredToken",
                () -> leasedCalls().read(BUCKET, MINE));
        valet.deployment().everyMinute();
        story.step(
                "and the value that it copied was replaced by the minutely run",
                copied.isPresent() && !webhook().equals(copied));
        usesTooLate();
    }

    private void audit() {
        var chains = valet.audit();
        chains.records().forEach(record -> story.say(AuditChains.line(record)));
        story.step(
                chains.records().size() + " records in " + chains.writers()
                        + " chains, each record with the hash of the one before it",
                chains.hold());
    }

    private void archive() {
        valet.deployment().stream();
        clock.turn(Duration.ofMinutes(4));
        valet.deployment().everyMinute();
        story.say("(the clock was turned on once more, until the archive's minute was closed and signed)");
        try (var copy = ArchiveCopy.of(valet.deployment())) {
            var whole = copy.verify();
            story.step(
                    "the locked archive, brought home and checked with the public key alone: " + whole.verdict(),
                    whole.exit() == 0);
            copy.changeOneByte("reports-reader");
            var bent = copy.verify();
            var named = bent.findings().stream()
                    .filter(finding -> finding.endsWith("is not what its hash says"))
                    .findFirst();
            story.step(
                    "one byte changed in that copy is found and named: " + named.orElse("not found"),
                    bent.exit() == 8 && named.isPresent());
        }
    }

    private LeasedCalls calls(Lease lease) {
        return new LeasedCalls(
                valet.deployment().aws().endpoint(), lease.session().orElseThrow());
    }

    private Lease lease(Credentials who, String grant, Map<String, String> parameters) {
        return Lease.read(ask(who, grant, parameters));
    }

    private SignedHttp.Response ask(Credentials who, String grant, Map<String, String> parameters) {
        var body = Json.object().with("grant", grant).with("reason", "valet demo");
        if (!parameters.isEmpty()) {
            body.with("parameters", Json.strings(parameters));
        }
        return http.signed(who, "POST", "/v1/leases", Optional.of(body.build().text()));
    }

    private Credentials session(String agent, int number) {
        return valet.session((Principal.AwsRole) agent(agent).identities().get(number - 1));
    }

    private String token(String agent) {
        return valet.identity(agent, 1).token().orElseThrow().use(text -> text);
    }

    private Agent agent(String name) {
        return valet.agents().stream()
                .filter(one -> one.id().text().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String text(SignedHttp.Response response, String member) {
        return Tree.text(StrictJson.read(response.body()), member).orElse("");
    }

    private static String pointer(SignedHttp.Response response) {
        return List.copyOf(Tree.items(StrictJson.read(response.body()), "errors")).stream()
                .findFirst()
                .flatMap(error -> Tree.text(error, "pointer"))
                .orElse("");
    }
}

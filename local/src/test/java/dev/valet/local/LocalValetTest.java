package dev.valet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.action.VerifyReceipt;
import dev.valet.identity.Principal;
import dev.valet.json.StrictJson;
import dev.valet.local.aws.Credentials;
import dev.valet.local.aws.policy.Context;
import dev.valet.local.aws.policy.Decision;
import dev.valet.local.door.FrontDoor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** The whole of it, once: template, functions, both APIs and the sample configuration, called over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalValetTest {
    private final TurnedClock clock = new TurnedClock();
    private final HttpClient http = HttpClient.newHttpClient();
    private LocalValet valet;

    @SuppressWarnings("NullAway.Init")
    LocalValetTest() {}

    @BeforeAll
    void start() throws IOException {
        var home = Home.find();
        valet = LocalValet.start(home, FrontDoor.take(0), home.sample(), Optional.empty(), clock);
    }

    @AfterAll
    void stop() {
        valet.close();
        http.close();
    }

    /** How a client signs; each story changes one thing. */
    record Signing(Credentials who, Clock clock, String service, String region, String body) {}

    private Signing right() {
        return new Signing(reporter(), Clock.systemUTC(), "execute-api", "eu-west-1", "");
    }

    private Credentials reporter() {
        return valet.session(new Principal.AwsRole("aws", "444455556666", "reporter", "AROAREPORTERAGENT001"));
    }

    private int get(Signing signing, String path, String bodySent) throws IOException, InterruptedException {
        var method = signing.body().isEmpty() ? "GET" : "POST";
        var unsigned =
                SdkHttpRequest.builder().uri(valet.address().resolve(path)).method(SdkHttpMethod.fromValue(method));
        byte[] payload = signing.body().getBytes(StandardCharsets.UTF_8);
        var signed = AwsV4HttpSigner.create()
                .sign(request -> request.identity(AwsSessionCredentials.create(
                                signing.who().accessKeyId(),
                                signing.who().secretAccessKey(),
                                signing.who().sessionToken().orElse("")))
                        .request(unsigned.build())
                        .payload(() -> new ByteArrayInputStream(payload))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, signing.service())
                        .putProperty(AwsV4HttpSigner.REGION_NAME, signing.region())
                        .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, signing.clock()));
        var request = HttpRequest.newBuilder(valet.address().resolve(path))
                .method(method, HttpRequest.BodyPublishers.ofString(bodySent));
        signed.request().forEachHeader((name, values) -> {
            if (!Set.of("host", "content-length").contains(name.toLowerCase(java.util.Locale.ROOT))) {
                request.setHeader(name, values.getFirst());
            }
        });
        return http.send(request.build(), BodyHandlers.ofString()).statusCode();
    }

    @Test
    void whoSignsRightIsAnswered() throws Exception {
        assertThat(get(right(), "/v1/whoami", "")).isEqualTo(200);
        assertThat(get(right(), "/v1/leases?b=2&a=%2F", "")).isIn(200, 400); // signed with a query, and let through
    }

    @ParameterizedTest
    @MethodSource
    void whoSignsWrongIsRefusedByTheGateway(String what, Signing signing, String sent) throws Exception {
        assertThat(get(signing, "/v1/whoami", sent)).as(what).isEqualTo(403);
    }

    Stream<Arguments> whoSignsWrongIsRefusedByTheGateway() {
        var right = right();
        var now = Clock.systemUTC();
        var key = right.who();
        return Stream.of(
                arguments(
                        "a clock six minutes ahead",
                        new Signing(key, Clock.offset(now, Duration.ofMinutes(6)), "execute-api", "eu-west-1", ""),
                        ""),
                arguments(
                        "a clock six minutes behind",
                        new Signing(key, Clock.offset(now, Duration.ofMinutes(-6)), "execute-api", "eu-west-1", ""),
                        ""),
                arguments("another service", new Signing(key, now, "sts", "eu-west-1", ""), ""),
                arguments("another region", new Signing(key, now, "execute-api", "us-east-1", ""), ""),
                arguments(
                        "another secret",
                        new Signing(
                                new Credentials(key.accessKeyId(), "x", key.sessionToken(), Optional.empty()),
                                now,
                                "execute-api",
                                "eu-west-1",
                                ""),
                        ""),
                arguments(
                        "another session's token",
                        new Signing(
                                new Credentials(
                                        key.accessKeyId(),
                                        key.secretAccessKey(),
                                        reporter().sessionToken(),
                                        Optional.empty()),
                                now,
                                "execute-api",
                                "eu-west-1",
                                ""),
                        ""));
    }

    @Test
    void aBodyThatIsNotTheOneSignedIsRefused() throws Exception {
        var body = "{\"grant\":\"reports-reader\",\"parameters\":{\"team\":\"blue\"},\"reason\":\"test\"}";
        var signing = new Signing(reporter(), Clock.systemUTC(), "execute-api", "eu-west-1", body);
        assertThat(get(signing, "/v1/leases", body)).isEqualTo(201);
        assertThat(get(signing, "/v1/leases", body.replace("blue", "red"))).isEqualTo(403);
    }

    @Test
    void nobodyGetsInWithoutASignature() throws Exception {
        for (var path : Set.of("/v1/whoami", "/v1/leases", "/admin/agents")) {
            var answer = http.send(
                    HttpRequest.newBuilder(valet.address().resolve(path)).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
    }

    @Test // INV-24: through the gateway's own policy, and asked of KMS once
    void anybodyReadsThePublicKeys() throws Exception {
        for (int i = 0; i < 3; i++) {
            var answer = http.send(
                    HttpRequest.newBuilder(valet.address().resolve("/.well-known/jwks.json"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Cache-Control")).contains("public, max-age=300");
            assertThat(new VerifyReceipt(StrictJson.read(answer.body()), StrictJson::read))
                    .isNotNull();
        }
        var posted = HttpRequest.newBuilder(valet.address().resolve("/.well-known/jwks.json"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(http.send(posted, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    }

    @Test
    void anAgentIsNoOperator() throws Exception {
        assertThat(get(right(), "/admin/agents", "")).isEqualTo(403);
    }

    @Test
    void theTablesAreTheFunctionsAlone() throws Exception {
        var request =
                "{\"TableName\":\"valet-StateTable\",\"Key\":{\"pk\":{\"S\":\"control\"},\"sk\":{\"S\":\"control\"}}}";
        var unsigned = SdkHttpRequest.builder()
                .uri(valet.deployment().aws().endpoint())
                .method(SdkHttpMethod.POST)
                .putHeader("X-Amz-Target", "DynamoDB_20120810.GetItem")
                .build();
        var who = reporter();
        var signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(AwsSessionCredentials.create(
                                who.accessKeyId(),
                                who.secretAccessKey(),
                                who.sessionToken().orElse("")))
                        .request(unsigned)
                        .payload(() -> new ByteArrayInputStream(request.getBytes(StandardCharsets.UTF_8)))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "dynamodb")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1"));
        var call = HttpRequest.newBuilder(URI.create(valet.deployment().aws().endpoint() + "/"))
                .POST(HttpRequest.BodyPublishers.ofString(request));
        signed.request().forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Content-Length")) {
                call.setHeader(name, values.getFirst());
            }
        });
        var answer = http.send(call.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("AccessDeniedException");
    }

    @Test
    void aWordIsNeededToGetARuntimesIdentity() throws Exception {
        try (var control = new Control(valet::identity, valet::operator)) {
            var word = control.word();
            var right = HttpRequest.newBuilder(URI.create(word.control() + "/identity?agent=ci&identity=1"));
            assertThat(http.send(right.build(), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(403);
            right.header(Control.SECRET_HEADER, word.secret());
            assertThat(http.send(right.build(), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
            assertThat(word.toString()).doesNotContain(word.secret());
        }
    }

    @Test
    void aWordIsNeededToSignInAsAnOperatorToo() throws Exception {
        try (var control = new Control(valet::identity, valet::operator)) {
            var word = control.word();
            var ann = HttpRequest.newBuilder(URI.create(word.control() + "/operator?person=ann"));
            assertThat(http.send(ann.build(), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(403);
            ann.header(Control.SECRET_HEADER, word.secret());
            assertThat(http.send(ann.build(), BodyHandlers.ofString()).body())
                    .contains("\"VALET_OPERATOR_URL\":\"" + valet.address());
            var nobody = HttpRequest.newBuilder(URI.create(word.control() + "/operator?person=a%20b"))
                    .header(Control.SECRET_HEADER, word.secret());
            assertThat(http.send(nobody.build(), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void thereIsNoIdentityForNobody() {
        assertThatThrownBy(() -> valet.identity("nobody", 1)).isInstanceOf(Trouble.class);
        assertThatThrownBy(() -> valet.identity("release", 3)).isInstanceOf(Trouble.class);
    }

    @Test
    void aWrongConfigurationIsToldWholeAndStartsNothing(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.yaml"), "agent: Reporter\nowner: x\n");
        Files.writeString(folder.resolve("b.yaml"), "grunt: reports\n");
        assertThatThrownBy(() ->
                        LocalValet.start(Home.find(), FrontDoor.take(0), folder, Optional.empty(), Clock.systemUTC()))
                .isInstanceOfSatisfying(Trouble.class, trouble -> {
                    assertThat(trouble.line()).contains("a.yaml:1:").contains("b.yaml:1:");
                    assertThat(trouble.exitCode()).isEqualTo(2);
                });
    }

    @Test
    void whatIsKeptIsThereAtTheNextStart(@TempDir Path state) throws IOException {
        var home = Home.find();
        var first = LocalValet.start(home, FrontDoor.take(0), home.sample(), Optional.of(state), Clock.systemUTC());
        var records = first.audit().records().size();
        first.deployment().stream();
        first.close();
        var second = LocalValet.start(home, FrontDoor.take(0), home.sample(), Optional.of(state), Clock.systemUTC());
        try (second) {
            // Nothing was configured anew: a repeat converges.
            assertThat(second.audit().records()).hasSize(records);
            // And nothing was archived anew: the stream goes on where it was.
            var archived = second.deployment().archive();
            second.deployment().stream();
            assertThat(second.deployment().archive()).isNotEmpty().isEqualTo(archived);
        }
        assertThat(state.resolve("issuer.jwk")).isRegularFile();
    }

    @Test
    void theWholeStoryHolds() throws IOException {
        var out = new ByteArrayOutputStream();
        var story = new Story(new Progress(new PrintStream(out, true, StandardCharsets.UTF_8), false));
        var home = Home.find();
        var turned = new TurnedClock();
        try (var world = LocalValet.start(home, FrontDoor.take(0), home.sample(), Optional.empty(), turned)) {
            new Demo(world, turned, story).play();
            var told = out.toString(StandardCharsets.UTF_8);
            assertThat(story.broken()).as(told).isZero();
            assertThat(world.world().secrets()).noneMatch(told::contains);
            assertThat(story.held()).isGreaterThan(20);
        }
    }

    @Test
    void whatIsWrittenDownIsArchivedSignedAndVerifiedAndAChangedByteIsNamed() throws Exception {
        assertThat(get(right(), "/v1/leases", "")).isEqualTo(200);
        valet.deployment().stream();
        valet.deployment().stream(); // nothing is archived twice
        clock.turn(Duration.ofMinutes(4));
        valet.deployment().everyMinute();
        try (var copy = ArchiveCopy.of(valet.deployment())) {
            var whole = copy.verify();
            assertThat(whole.exit()).isZero();
            assertThat(whole.findings()).isEmpty();
            assertThat(whole.verdict()).startsWith("complete: ");
            copy.changeOneByte("reports-reader");
            assertThat(copy.verify().exit()).isEqualTo(8);
            assertThat(copy.verify().findings())
                    .anyMatch(finding -> finding.matches("writer [0-9a-f]{32} seq [0-9]+: is not what its hash says"));
        }
    }

    @Test // INV-22: what each of the two may do in the archive, by the template's own roles
    void theArchiverAddsRecordsAndUpkeepAddsCheckpoints() {
        var bucket = "valet-archive-" + Accounts.VALET;
        var archive = "arn:aws:iam::" + Accounts.VALET + ":role/valet-archive";
        var upkeep = "arn:aws:iam::" + Accounts.VALET + ":role/valet-upkeep";
        assertThat(allowed(archive, "s3:PutObject", bucket + "/records/a")).isTrue();
        assertThat(allowed(archive, "s3:PutObject", bucket + "/checkpoints/a")).isFalse();
        assertThat(allowed(archive, "s3:GetObject", bucket + "/records/a")).isFalse();
        assertThat(allowed(archive, "s3:DeleteObject", bucket + "/records/a")).isFalse();
        assertThat(allowed(upkeep, "s3:PutObject", bucket + "/checkpoints/a")).isTrue();
        assertThat(allowed(upkeep, "s3:PutObject", bucket + "/records/a")).isFalse();
        assertThat(allowed(upkeep, "s3:GetObject", bucket + "/records/a")).isTrue();
        assertThat(allowed(upkeep, "s3:PutObject", "acme-reports/checkpoints/a"))
                .isFalse();
    }

    private boolean allowed(String role, String action, String object) {
        var aws = valet.deployment().aws();
        var context = new Context().put("aws:ResourceAccount", Accounts.VALET);
        return aws.decide(aws.sessionFor(role, "test"), action, "arn:aws:s3:::" + object, context)
                instanceof Decision.Allowed;
    }
}

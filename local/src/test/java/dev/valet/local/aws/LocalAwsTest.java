package dev.valet.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jwt.SignedJWT;
import dev.valet.local.aws.policy.Context;
import dev.valet.local.aws.policy.Decision;
import dev.valet.local.aws.wire.Blob;
import dev.valet.local.aws.wire.Received;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

class LocalAwsTest {
    @Test
    void whatWasSetUpOutlivesTheProcessAndSessionsDoNot(@TempDir Path folder) throws IOException {
        Path state = folder.resolve("aws");
        var settings = new LocalAws.Settings(Clock.systemUTC(), Clock.systemUTC(), 0, "eu-west-1", Optional.of(state));
        Credentials administrator;
        String arn;
        String secret;
        try (LocalAws aws = LocalAws.start(settings)) {
            administrator = aws.account(World.TARGET).administrator();
            arn = aws.account(World.TARGET)
                    .put(RoleDraft.named("/a/b", RUNTIME).tagged("k", "v").allowing("p", World.EU_ONLY));
            secret = aws.secret(World.TARGET, "s", "canary-4711");
            aws.object(World.TARGET, "orders", "k", Blob.of("x"));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
                .isEqualTo("rwx------");
        try (var files = Files.list(state)) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
        }
        try (LocalAws aws = LocalAws.start(settings)) {
            assertThat(aws.account(World.TARGET).administrator()).isEqualTo(administrator);
            assertThat(aws.account(World.TARGET).role("b").orElseThrow().arn()).isEqualTo(arn);
            assertThat(aws.account(World.TARGET).role("b").orElseThrow().tags()).containsEntry("k", "v");
            assertThat(aws.secret(World.TARGET, "s", "canary-4711")).isEqualTo(secret);
        }
    }

    @Test
    void itListensOnLoopbackOnly() {
        try (World world = new World()) {
            assertThat(world.aws.endpoint().getHost()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void aSecondOneOnTheSamePortSaysSo() {
        try (World world = new World()) {
            var taken = new LocalAws.Settings(
                    Clock.systemUTC(),
                    Clock.systemUTC(),
                    world.aws.endpoint().getPort(),
                    "eu-west-1",
                    Optional.empty());
            assertThatThrownBy(() -> LocalAws.start(taken)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aRuntimeStartsOnlySessionsOfRolesThatTrustOne() {
        try (World world = new World()) {
            assertThatThrownBy(() -> world.aws.sessionFor(world.reader, "x"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("trusts no service");
        }
    }

    @Test
    void outboundTokensVerifyAgainstTheIssuersKeys() throws Exception {
        try (World world = new World()) {
            TokenIssuer issuer = world.aws.tokenIssuer(World.TARGET);
            var keys = JWKSet.parse(issuer.jwks());
            var lease = world.lease("vl-1", World.EVERYTHING);
            try (var sts = world.sts(lease)) {
                var es384 = SignedJWT.parse(sts.getWebIdentityToken(
                                b -> b.audience("https://valet.example.com").signingAlgorithm("ES384"))
                        .webIdentityToken());
                var rs256 = SignedJWT.parse(
                        sts.getWebIdentityToken(b -> b.audience("a", "b").signingAlgorithm("RS256"))
                                .webIdentityToken());
                var ec = keys.getKeyByKeyId(es384.getHeader().getKeyID()).toECKey();
                var rsa = keys.getKeyByKeyId(rs256.getHeader().getKeyID()).toRSAKey();
                assertThat(ec.getKeyType()).isEqualTo(KeyType.EC);
                assertThat(es384.verify(new ECDSAVerifier(ec))).isTrue();
                assertThat(rs256.verify(new RSASSAVerifier(rsa))).isTrue();
                assertThat(es384.getJWTClaimsSet().getIssuer()).isEqualTo(issuer.issuer());
                assertThat(es384.getJWTClaimsSet().getSubject()).isEqualTo(world.reader);
                assertThat(rs256.getJWTClaimsSet().getAudience()).containsExactly("a", "b");
                Refusals.refused(
                        "SessionDurationEscalationException",
                        () -> sts.getWebIdentityToken(
                                b -> b.audience("a").signingAlgorithm("RS256").durationSeconds(3600)));
            }
            assertThat(issuer.document()).contains(issuer.issuer() + "/.well-known/jwks.json");
        }
    }

    @Test
    void tokensAreOffUntilTheAccountSwitchesThemOn() {
        try (World world = new World();
                var sts = world.sts(world.lease("vl-1", World.EVERYTHING))) {
            Refusals.refused(
                    "OutboundWebIdentityFederationDisabledException",
                    () -> sts.getWebIdentityToken(b -> b.audience("a").signingAlgorithm("ES384")));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /orders/eu/1.json AccessDenied 403",
                "POST / MissingAuthenticationToken 403",
                "GET /?Action=GetCallerIdentity&Version=2011-06-15 MissingAuthenticationToken 403"
            })
    void nothingIsAnsweredWithoutASignature(String row) throws Exception {
        String[] words = row.split(" ", -1);
        try (World world = new World();
                HttpClient client = HttpClient.newHttpClient()) {
            var response = client.send(
                    HttpRequest.newBuilder(URI.create(world.aws.endpoint() + words[1]))
                            .method(words[0], HttpRequest.BodyPublishers.ofString("Action=GetCallerIdentity"))
                            .header(
                                    "Content-Type",
                                    words[0].equals("POST") ? "application/x-www-form-urlencoded" : "x/y")
                            .build(),
                    BodyHandlers.ofString());
            assertThat(response.body()).contains("<Code>" + words[2] + "</Code>");
            assertThat(response.statusCode()).isEqualTo(Integer.parseInt(words[3]));
        }
    }

    @Test
    void manyAtOnceDoNotDisturbEachOther() {
        try (World world = new World()) {
            IntStream.range(0, 40).parallel().forEach(i -> {
                String lease = "vl-p" + i;
                try (var s3 = world.s3(world.lease(lease, World.EU_ONLY))) {
                    s3.getObjectAsBytes(b -> b.bucket("orders").key("eu/1.json"));
                    world.aws
                            .account(World.TARGET)
                            .change("orders-read", role -> role.withInline("p" + i, Policies.identity(World.EU_ONLY)));
                }
            });
            assertThat(world.aws
                            .account(World.TARGET)
                            .role("orders-read")
                            .orElseThrow()
                            .inline())
                    .hasSize(41);
        }
    }

    @Test
    void aFrontDoorLearnsWhoCallsAndWhatTheirPoliciesSay() {
        try (World world = new World()) {
            Received signed = signed(world.lease("vl-1", World.EU_ONLY));
            assertThat(world.aws.authenticate(signed, "execute-api"))
                    .isInstanceOfSatisfying(Authentication.Authenticated.class, known -> {
                        assertThat(known.caller().arn())
                                .isEqualTo("arn:aws:sts::444455556666:assumed-role/orders-read/vl-1");
                        assertThat(known.caller().userId()).matches("AROA[A-Z2-7]{17}:vl-1");
                        assertThat(known.caller().session().orElseThrow().tags())
                                .containsEntry("valet:agent", "billing");
                        assertThat(world.aws.decide(
                                        known.caller(), "execute-api:Invoke", "arn:aws:execute-api:::x", new Context()))
                                .isInstanceOf(Decision.Denied.class);
                    });
            assertThat(world.aws.authenticate(signed, "sts")).isInstanceOf(Authentication.Refused.class);
            assertThat(world.aws.authenticate(signed.withBody(Blob.of("{}")), "execute-api"))
                    .isInstanceOf(Authentication.Refused.class);
        }
    }

    @Test
    void aCallerNobodyVerifiedMayDoNothing() {
        try (World world = new World()) {
            String arn = "arn:aws:iam::111122223333:user/administrator";
            var forged = new Caller(World.VALET, "AKIA", arn, "AIDA", arn, "AIDA", Optional.empty());
            assertThat(world.aws.decide(forged, "execute-api:Invoke", "*", new Context()))
                    .isInstanceOf(Decision.Denied.class);
        }
    }

    private static Received signed(AwsCredentials credentials) {
        var unsigned = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(URI.create("http://127.0.0.1:8787/prod/v1/whoami"))
                .build();
        var signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(credentials)
                        .request(unsigned)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1"))
                .request();
        return new Received("GET", signed.encodedPath(), "", signed.headers(), Blob.EMPTY, "127.0.0.1");
    }

    @Test
    void noTextShowsASecret() {
        try (World world = new World()) {
            world.aws.secret(World.TARGET, "s", "canary-4711");
            Credentials session = world.aws.sessionFor(world.issuer, "x");
            assertThat(session.toString())
                    .doesNotContain(session.secretAccessKey())
                    .doesNotContain(session.sessionToken().orElseThrow());
            assertThat(session.environment()).containsKeys("AWS_ACCESS_KEY_ID", "AWS_SESSION_TOKEN");
        }
    }

    private static final String RUNTIME = """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole",
             "Principal":{"Service":"lambda.amazonaws.com"}}}""";
}

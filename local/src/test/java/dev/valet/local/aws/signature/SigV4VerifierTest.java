package dev.valet.local.aws.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.local.aws.signature.AccessKeys.AccessKey;
import dev.valet.local.aws.signature.Verification.Refusal;
import dev.valet.local.aws.wire.Blob;
import dev.valet.local.aws.wire.Received;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Requests signed by AWS's own signer, then changed on the way. */
class SigV4VerifierTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final String SECRET = "canary-secret-4711";
    private static final String TOKEN = "canary-token/4711==";
    private static final String BODY = "{\"grant\":\"reports\"}";

    @Test
    void anHonestRequestIsTaken() {
        assertThat(verify(signed(), NOW)).isEqualTo(new Verification.Verified("ASIAHONEST", Blob.of(BODY)));
    }

    @ParameterizedTest
    @MethodSource
    void whatWasChangedOnTheWayIsRefused(Refusal refusal, UnaryOperator<Received> change) {
        Verification verification = verify(change.apply(signed()), NOW);
        assertThat(verification)
                .isInstanceOfSatisfying(
                        Verification.Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(refusal));
        assertThat(verification.toString()).doesNotContain("canary");
    }

    static Stream<Arguments> whatWasChangedOnTheWayIsRefused() {
        return Stream.of(
                row(Refusal.WRONG_BODY, r -> r.withBody(Blob.of(BODY.replace("reports", "payroll")))),
                row(Refusal.WRONG_BODY, r -> r.withBody(Blob.EMPTY)),
                row(
                        Refusal.WRONG_SIGNATURE,
                        r -> header(r, "x-amz-content-sha256", Blob.of("x").sha256())
                                .withBody(Blob.of("x"))),
                row(Refusal.WRONG_SIGNATURE, r -> with(r, "DELETE", r.path(), r.query())),
                row(Refusal.WRONG_SIGNATURE, r -> with(r, r.method(), "/prod/v1/leases/x", r.query())),
                row(Refusal.WRONG_SIGNATURE, r -> with(r, r.method(), r.path(), "a=1&b=3")),
                row(Refusal.WRONG_SIGNATURE, r -> with(r, r.method(), r.path(), "a=1&b=2&c=")),
                row(Refusal.WRONG_SIGNATURE, r -> header(r, "host", "evil.example.com")),
                row(Refusal.WRONG_SIGNATURE, r -> header(r, "content-type", "text/plain")),
                row(Refusal.WRONG_SIGNATURE, r -> header(r, "x-amz-date", "20261123T100001Z")),
                row(Refusal.WRONG_BODY, r -> header(r, "x-amz-content-sha256", Blob.EMPTY.sha256())),
                row(Refusal.WRONG_BODY, r -> header(r, "x-amz-content-sha256", "UNSIGNED-PAYLOAD")),
                row(Refusal.WRONG_TOKEN, r -> header(r, "x-amz-security-token", TOKEN + "=")),
                row(Refusal.MALFORMED, r -> header(r, "x-amz-target", "not-signed")),
                row(Refusal.MALFORMED, r -> without(r, "host")),
                row(Refusal.MALFORMED, r -> without(r, "x-amz-date")),
                row(Refusal.MALFORMED, r -> twice(r, "authorization")),
                row(Refusal.MALFORMED, r -> twice(r, "x-amz-date")),
                row(Refusal.MALFORMED, r -> twice(r, "x-amz-security-token")),
                row(Refusal.MALFORMED, r -> with(r, r.method(), r.path(), "a=%2")),
                row(Refusal.MALFORMED, r -> with(r, r.method(), r.path(), "a=1&b=2&X-Amz-Signature=0")),
                row(Refusal.MALFORMED, r -> authorization(r, "AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256")),
                row(Refusal.MALFORMED, r -> authorization(r, "host;", "")),
                row(Refusal.MALFORMED, r -> authorization(r, "content-type;host", "host;content-type")),
                row(Refusal.MALFORMED, r -> authorization(r, "aws4_request", "aws3_request")),
                row(Refusal.MALFORMED, r -> authorization(r, "Signature=", "Signature=G")),
                row(Refusal.MISSING, r -> without(r, "authorization")),
                row(Refusal.UNKNOWN_KEY, r -> authorization(r, "ASIAHONEST", "ASIANOBODY")),
                row(Refusal.WRONG_TOKEN, r -> authorization(r, "ASIAHONEST", "AKIALONG")),
                row(Refusal.WRONG_SCOPE, r -> authorization(r, "eu-west-1", "us-east-1")),
                row(Refusal.WRONG_SCOPE, r -> authorization(r, "execute-api", "sts")),
                row(Refusal.WRONG_SCOPE, r -> authorization(r, "20261123", "20261122")));
    }

    @Test
    void aRequestIsGoodForFiveMinutesEitherWay() {
        assertThat(verify(signed(), NOW.plusSeconds(300))).isInstanceOf(Verification.Verified.class);
        assertThat(verify(signed(), NOW.minusSeconds(300))).isInstanceOf(Verification.Verified.class);
        refused(Refusal.SKEWED, verify(signed(), NOW.plusSeconds(301)));
        refused(Refusal.SKEWED, verify(signed(), NOW.minusSeconds(301)));
    }

    @Test
    void anExpiredKeyIsToldOnlyToItsHolder() {
        Instant expiry = NOW.plusSeconds(900);
        var dead = new SigV4Verifier(keys(), at(expiry), at(NOW));
        refused(Refusal.EXPIRED_KEY, dead.verify(signed(), Set.of("eu-west-1"), "execute-api"));
        Received forged = with(signed(), "DELETE", "/prod/v1/leases", "a=1&b=2");
        refused(Refusal.WRONG_SIGNATURE, dead.verify(forged, Set.of("eu-west-1"), "execute-api"));
    }

    @Test
    void aPresignedRequestEndsByItself() {
        Received presigned = sign(
                "execute-api",
                request -> request.putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofSeconds(60)));
        assertThat(presigned.headers()).doesNotContainKey("authorization");
        assertThat(verify(presigned, NOW.plusSeconds(60))).isInstanceOf(Verification.Verified.class);
        refused(Refusal.EXPIRED_REQUEST, verify(presigned, NOW.plusSeconds(61)));
        refused(
                Refusal.WRONG_SIGNATURE,
                verify(
                        with(
                                presigned,
                                "POST",
                                presigned.path(),
                                presigned.query().replace("Expires=60", "Expires=61")),
                        NOW));
        refused(
                Refusal.MALFORMED,
                verify(
                        with(
                                presigned,
                                "POST",
                                presigned.path(),
                                presigned.query().replace("Expires=60", "Expires=-1")),
                        NOW));
        refused(
                Refusal.MALFORMED,
                verify(with(presigned, "POST", presigned.path(), presigned.query() + "&X-Amz-Expires=60"), NOW));
    }

    @Test
    void chunksAreBoundInTheirOrder() {
        Received chunked = sign(
                "s3",
                request -> request.putProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, true)
                        .putProperty(AwsV4HttpSigner.CHECKSUM_ALGORITHM, DefaultChecksumAlgorithm.CRC32));
        assertThat(chunked.body().text()).contains("chunk-signature=", "x-amz-trailer-signature:");
        assertThat(verifyS3(chunked)).isEqualTo(new Verification.Verified("ASIAHONEST", Blob.of(BODY)));
        refused(Refusal.WRONG_SIGNATURE, verifyS3(body(chunked, "reports", "payroll")));
        refused(Refusal.WRONG_SIGNATURE, verifyS3(body(chunked, "x-amz-checksum-crc32:", "x-amz-checksum-crc32:A")));
        refused(Refusal.WRONG_BODY, verifyS3(body(chunked, "chunk-signature=", "chunk-signatur=")));
        refused(Refusal.WRONG_BODY, verifyS3(body(chunked, "\r\n0;", "\r\n;")));
        refused(
                Refusal.WRONG_BODY,
                verifyS3(chunked.withBody(Blob.of(chunked.body().text() + "more"))));
        refused(Refusal.WRONG_BODY, verifyS3(chunked.withBody(Blob.of("ffffff;chunk-signature=0\r\n"))));
        refused(Refusal.WRONG_BODY, verifyS3(chunked.withBody(Blob.EMPTY)));
    }

    @Test
    void anUnsignedBodyIsBoundByItsChecksumAlone() {
        Received chunked = sign(
                "s3",
                request -> request.putProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, true)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        .putProperty(AwsV4HttpSigner.CHECKSUM_ALGORITHM, DefaultChecksumAlgorithm.SHA256));
        assertThat(chunked.header("x-amz-content-sha256")).contains("STREAMING-UNSIGNED-PAYLOAD-TRAILER");
        assertThat(verifyS3(chunked)).isEqualTo(new Verification.Verified("ASIAHONEST", Blob.of(BODY)));
        refused(Refusal.WRONG_BODY, verifyS3(body(chunked, "reports", "payroll")));
        refused(Refusal.WRONG_BODY, verifyS3(body(chunked, "x-amz-checksum-sha256", "x-amz-checksum-sha1")));
    }

    @Test
    void onlyS3TakesAnUnboundBody() {
        Received unsigned = sign("s3", request -> request.putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false));
        assertThat(verifyS3(unsigned.withBody(Blob.of("anything")))).isInstanceOf(Verification.Verified.class);
        Received elsewhere =
                sign("execute-api", request -> request.putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false));
        refused(Refusal.WRONG_BODY, verify(elsewhere, NOW));
    }

    @Test
    void withoutKeysNobodyIsKnown() {
        var verifier = new SigV4Verifier(AccessKeys.NONE, at(NOW), at(NOW));
        refused(Refusal.UNKNOWN_KEY, verifier.verify(signed(), Set.of("eu-west-1"), "execute-api"));
    }

    private static Received signed() {
        return sign("execute-api", request -> request);
    }

    private static Received sign(
            String service, UnaryOperator<SignRequest.Builder<AwsCredentialsIdentity>> properties) {
        var identity = AwsSessionCredentialsIdentity.create("ASIAHONEST", SECRET, TOKEN);
        var unsigned = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.POST)
                .protocol("https")
                .host("127.0.0.1")
                .port(8787)
                .encodedPath("/prod/v1/leases")
                .putRawQueryParameter("b", "2")
                .putRawQueryParameter("a", "1")
                .putHeader("Content-Type", "application/json")
                .putHeader("Content-Length", Integer.toString(BODY.length()))
                .build();
        var request = SignRequest.builder((AwsCredentialsIdentity) identity)
                .request(unsigned)
                .payload(() -> new ByteArrayInputStream(BODY.getBytes(StandardCharsets.UTF_8)))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, !service.equals("s3"))
                .putProperty(HttpSigner.SIGNING_CLOCK, at(NOW));
        var signed = AwsV4HttpSigner.create().sign(properties.apply(request).build());
        try (var payload = signed.payload().orElseThrow().newStream()) {
            return new Received(
                    "POST",
                    signed.request().encodedPath(),
                    signed.request().encodedQueryParameters().orElse(""),
                    signed.request().headers(),
                    Blob.of(payload.readAllBytes()),
                    "127.0.0.1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AccessKeys keys() {
        var honest = new AccessKey("ASIAHONEST", SECRET, Optional.of(TOKEN), Optional.of(NOW.plusSeconds(900)));
        var lasting = new AccessKey("AKIALONG", SECRET, Optional.empty(), Optional.empty());
        return id ->
                Stream.of(honest, lasting).filter(key -> key.id().equals(id)).findFirst();
    }

    private static Verification verify(Received request, Instant now) {
        return new SigV4Verifier(keys(), at(now), at(now)).verify(request, Set.of("eu-west-1"), "execute-api");
    }

    private static Verification verifyS3(Received request) {
        return new SigV4Verifier(keys(), at(NOW), at(NOW)).verify(request, Set.of("eu-west-1"), "s3");
    }

    private static Clock at(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }

    private static void refused(Refusal refusal, Verification verification) {
        assertThat(verification)
                .isInstanceOfSatisfying(
                        Verification.Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    private static Received with(Received request, String method, String path, String query) {
        return new Received(method, path, query, request.headers(), request.body(), request.sourceIp());
    }

    private static Received header(Received request, String name, String value) {
        return headers(request, name, List.of(value));
    }

    private static Received twice(Received request, String name) {
        String value = request.header(name).orElseThrow();
        return headers(request, name, List.of(value, value));
    }

    private static Received without(Received request, String name) {
        Map<String, List<String>> headers = new HashMap<>(request.headers());
        headers.remove(name);
        return new Received(
                request.method(), request.path(), request.query(), headers, request.body(), request.sourceIp());
    }

    private static Received headers(Received request, String name, List<String> values) {
        Map<String, List<String>> headers = new HashMap<>(request.headers());
        headers.put(name, values);
        return new Received(
                request.method(), request.path(), request.query(), headers, request.body(), request.sourceIp());
    }

    private static Received authorization(Received request, String from, String to) {
        String changed = request.header("authorization").orElseThrow().replace(from, to);
        return header(request, "authorization", changed);
    }

    private static Received body(Received request, String from, String to) {
        return request.withBody(Blob.of(request.body().text().replace(from, to)));
    }

    private static Arguments row(Refusal refusal, UnaryOperator<Received> change) {
        return arguments(refusal, change);
    }
}

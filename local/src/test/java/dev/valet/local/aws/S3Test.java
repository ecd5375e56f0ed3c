package dev.valet.local.aws;

import static dev.valet.local.aws.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.local.aws.wire.Blob;
import dev.valet.local.aws.wire.Received;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.S3Object;

class S3Test {
    private final World world = new World();
    private final S3Client s3 = world.s3(world.administrator(World.TARGET));

    @AfterEach
    void close() {
        s3.close();
        world.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = ChecksumAlgorithm.class,
            names = {"CRC32", "CRC32_C", "SHA1", "SHA256"})
    void anObjectComesBackAsItWentIn(ChecksumAlgorithm algorithm) {
        String key = "odd/a b+c&d=é~\u20ac.txt";
        s3.putObject(
                b -> b.bucket("orders")
                        .key(key)
                        .contentType("text/plain")
                        .metadata(Map.of("lease", "vl-1"))
                        .checksumAlgorithm(algorithm),
                RequestBody.fromString("canary ".repeat(40_000)));
        var got = s3.getObjectAsBytes(b -> b.bucket("orders").key(key));
        assertThat(got.asUtf8String()).isEqualTo("canary ".repeat(40_000));
        assertThat(got.response().contentType()).isEqualTo("text/plain");
        assertThat(s3.headObject(b -> b.bucket("orders").key(key)).metadata()).containsEntry("lease", "vl-1");
    }

    @Test
    void aConditionalPutIsTheFirstOrNone() {
        s3.putObject(put -> put.bucket("orders").key("once").ifNoneMatch("*"), RequestBody.fromString("first"));
        refused(
                "PreconditionFailed",
                () -> s3.putObject(
                        put -> put.bucket("orders").key("once").ifNoneMatch("*"), RequestBody.fromString("second")));
        assertThat(s3.getObjectAsBytes(get -> get.bucket("orders").key("once")).asUtf8String())
                .isEqualTo("first");
        assertThat(refused(
                        "NotImplemented",
                        () -> s3.putObject(
                                put -> put.bucket("orders").key("new").ifNoneMatch("\"etag\""),
                                RequestBody.fromString("x"))))
                .isEqualTo("the local endpoint has no S3 header if-none-match other than *");
        assertThat(refused(
                        "NotImplemented",
                        () -> s3.getObjectAsBytes(
                                get -> get.bucket("orders").key("once").ifNoneMatch("*"))))
                .isEqualTo("the local endpoint has no S3 header if-none-match");
    }

    @Test
    void whatIsLockedIsNeitherPutOverNorDeleted() {
        world.aws.lockedBucket(World.TARGET, "archive", 30);
        var before = world.clock.instant().truncatedTo(ChronoUnit.SECONDS);
        s3.putObject(put -> put.bucket("archive").key("a").ifNoneMatch("*"), RequestBody.fromString("first"));
        var locked = s3.headObject(head -> head.bucket("archive").key("a"));
        assertThat(locked.objectLockModeAsString()).isEqualTo("COMPLIANCE");
        assertThat(locked.objectLockRetainUntilDate())
                .isBetween(
                        before.plus(Duration.ofDays(30)), world.clock.instant().plus(Duration.ofDays(30)));
        refused(
                "PreconditionFailed",
                () -> s3.putObject(
                        put -> put.bucket("archive").key("a").ifNoneMatch("*"), RequestBody.fromString("second")));
        assertThat(refused(
                        "NotImplemented",
                        () -> s3.putObject(put -> put.bucket("archive").key("a"), RequestBody.fromString("second"))))
                .isEqualTo("the local endpoint has no S3 versions: what is locked is not put over");
        assertThat(refused(
                        "NotImplemented",
                        () -> s3.deleteObject(delete -> delete.bucket("archive").key("a"))))
                .isEqualTo("the local endpoint has no S3 delete markers: what is locked stays");
        assertThat(world.aws.objects("archive").values()).containsExactly(Blob.of("first"));
    }

    @Test
    void aListingGoesPageByPage() {
        for (String key : List.of("a/1", "a/2", "b", "c/1", "d")) {
            s3.putObject(b -> b.bucket("orders").key(key), RequestBody.fromString("x"));
        }
        var pages =
                s3.listObjectsV2Paginator(b -> b.bucket("orders").delimiter("/").maxKeys(2));
        assertThat(pages.stream().count()).isEqualTo(3);
        assertThat(pages.commonPrefixes().stream().map(each -> each.prefix()))
                .containsExactly("a/", "c/", "eu/", "us/");
        assertThat(pages.contents().stream().map(S3Object::key)).containsExactly("b", "d");
        assertThat(s3.listObjectsV2(b -> b.bucket("orders").prefix("a/")).contents())
                .extracting(S3Object::key)
                .containsExactly("a/1", "a/2");
    }

    @Test
    void aListingMayBeHeldToAPrefix() {
        String policy = """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket",
                 "Resource":"arn:aws:s3:::orders","Condition":{"StringLike":{"s3:prefix":"eu/*"}}}}""";
        try (S3Client agent = world.s3(world.lease("vl-1", policy))) {
            assertThat(agent.listObjectsV2(b -> b.bucket("orders").prefix("eu/"))
                            .keyCount())
                    .isOne();
            refused(
                    "AccessDenied",
                    () -> agent.listObjectsV2(b -> b.bucket("orders").prefix("us/")));
            refused("AccessDenied", () -> agent.listObjectsV2(b -> b.bucket("orders")));
        }
    }

    @Test
    void bucketsBelongToOneAccount() {
        s3.createBucket(b -> b.bucket("fresh"));
        refused("BucketAlreadyOwnedByYou", () -> s3.createBucket(b -> b.bucket("fresh")));
        try (S3Client other = world.s3(world.administrator(World.VALET))) {
            refused("BucketAlreadyExists", () -> other.createBucket(b -> b.bucket("fresh")));
            refused(
                    "AccessDenied",
                    () -> other.getObjectAsBytes(b -> b.bucket("orders").key("eu/1.json")));
        }
        refused("BucketNotEmpty", () -> s3.deleteBucket(b -> b.bucket("orders")));
        s3.deleteBucket(b -> b.bucket("fresh"));
        refused("NoSuchBucket", () -> s3.deleteBucket(b -> b.bucket("fresh")));
    }

    @Test
    void aBodyThatIsTooBigIsToldSo() {
        String message = refused(
                "RequestEntityTooLarge",
                () -> s3.putObject(b -> b.bucket("orders").key("big"), RequestBody.fromBytes(new byte[6_000_000])));
        assertThat(message).contains("5242880");
    }

    @Test
    void whatIsLeftOutIsRefusedByName() {
        assertThat(refused("NotImplemented", () -> s3.getBucketPolicy(b -> b.bucket("orders"))))
                .isEqualTo("the local endpoint has no S3 parameter policy");
        assertThat(refused(
                        "NotImplemented",
                        () -> s3.copyObject(b -> b.sourceBucket("orders")
                                .sourceKey("eu/1.json")
                                .destinationBucket("orders")
                                .destinationKey("x"))))
                .isEqualTo("the local endpoint has no S3 header x-amz-copy-source");
        assertThat(refused(
                        "NotImplemented",
                        () -> s3.getObjectAsBytes(
                                b -> b.bucket("orders").key("eu/1.json").range("bytes=0-1"))))
                .isEqualTo("the local endpoint has no S3 header range");
    }

    @Test
    void aBucketMayStandInTheHost() {
        var request = new Received(
                "GET", "/eu/1.json", "", Map.of("Host", List.of("orders.localhost:8788")), Blob.EMPTY, "127.0.0.1");
        assertThat(S3Target.of(request)).isEqualTo(new S3Target("orders", "eu/1.json"));
    }
}

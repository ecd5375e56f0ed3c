package dev.valet.local.aws;

import dev.valet.local.aws.policy.Context;
import dev.valet.local.aws.wire.Answer;
import dev.valet.local.aws.wire.Blob;
import dev.valet.local.aws.wire.Received;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * S3: buckets, whole objects and their listing, Object Lock by a bucket's default. No versions, no copies, no parts, no
 * policies, no public access.
 */
final class S3 implements Api {
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final String META = "x-amz-meta-";
    private static final String CONDITION = "if-none-match";
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final Set<String> HEADERS = Set.of(
            "x-amz-content-sha256",
            "x-amz-date",
            "x-amz-decoded-content-length",
            "x-amz-sdk-checksum-algorithm",
            "x-amz-security-token",
            "x-amz-te", // an offer, which may be left
            "x-amz-trailer",
            "x-amz-user-agent");
    private static final Set<String> LEFT_OUT = Set.of(
            "range",
            "if-match",
            CONDITION,
            "if-modified-since",
            "if-unmodified-since",
            "content-disposition",
            "content-language");

    private final Buckets buckets;
    private final Access access;

    S3(Buckets buckets, Access access) {
        this.buckets = buckets;
        this.access = access;
    }

    @Override
    public Answer answer(Call call) {
        Received request = call.request();
        S3Target target = S3Target.of(request);
        requireKnownHeaders(request);
        boolean object = !target.key().isEmpty();
        boolean listing = request.parameters().get("list-type").equals(Optional.of("2"));
        if (target.bucket().isEmpty()) {
            throw AwsError.absent("s3:ListBuckets");
        }
        if (listing && !object && request.method().equals("GET")) {
            return new S3Listing(buckets, access).answer(call, target);
        }
        requireKnownParameters(request);
        return switch (request.method() + (object ? " object" : " bucket")) {
            case "PUT bucket" -> createBucket(call, target);
            case "DELETE bucket" -> deleteBucket(call, target);
            case "PUT object" -> put(call, target);
            case "GET object", "HEAD object" -> get(call, target);
            case "DELETE object" -> delete(call, target);
            default ->
                throw AwsError.absent("S3 call " + request.method() + " on a" + (object ? "n object" : " bucket"));
        };
    }

    private Answer createBucket(Call call, S3Target target) {
        access.require(
                call, "s3:CreateBucket", target.bucketArn(), call.caller().account(), new Context());
        if (!BUCKET.matcher(target.bucket()).matches()) {
            throw new AwsError(400, "InvalidBucketName", "The specified bucket is not valid.");
        }
        if (!buckets.create(target.bucket(), call.caller().account(), call.now(), Optional.empty())) {
            boolean own = buckets.find(target.bucket())
                    .map(bucket -> bucket.owner().equals(call.caller().account()))
                    .orElse(false);
            throw own
                    ? new AwsError(409, "BucketAlreadyOwnedByYou", "You own this bucket already.")
                    : new AwsError(409, "BucketAlreadyExists", "The requested bucket name is not available.");
        }
        return new Answer(200, Map.of("Location", "/" + target.bucket()), Blob.EMPTY);
    }

    private Answer deleteBucket(Call call, S3Target target) {
        Buckets.Bucket bucket = bucket(target);
        access.require(call, "s3:DeleteBucket", target.bucketArn(), bucket.owner(), new Context());
        if (!bucket.objects().isEmpty()) {
            throw new AwsError(409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
        }
        buckets.delete(target.bucket());
        return Answer.empty(204);
    }

    private Answer put(Call call, S3Target target) {
        Buckets.Bucket bucket = bucket(target);
        access.require(call, "s3:PutObject", target.objectArn(), bucket.owner(), new Context());
        var metadata = new TreeMap<String, String>();
        for (String name : call.request().headers().keySet()) {
            if (name.startsWith(META)) {
                metadata.put(
                        name.substring(META.length()),
                        call.request().header(name).orElse(""));
            }
        }
        String type = call.request().header("content-type").orElse("binary/octet-stream");
        Instant now = call.now().truncatedTo(ChronoUnit.SECONDS);
        var until = bucket.lockedDays().map(days -> now.plus(Duration.ofDays(days)));
        var stored = new Buckets.Stored(call.request().body(), type, metadata, now, until);
        store(call.request(), bucket, target.key(), stored);
        return new Answer(200, Map.of("ETag", etag(stored)), Blob.EMPTY);
    }

    private void store(Received request, Buckets.Bucket bucket, String key, Buckets.Stored object) {
        var condition = request.header(CONDITION);
        if (condition.isPresent() && !condition.get().equals("*")) {
            throw AwsError.absent("S3 header if-none-match other than *");
        }
        boolean locked = bucket.lockedDays().isPresent();
        if (locked && request.headers().keySet().stream().noneMatch(S3::isChecksum)) {
            throw new AwsError(
                    400,
                    "InvalidRequest",
                    "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock"
                            + " parameters");
        }
        if (condition.isEmpty() && !locked) {
            buckets.put(bucket, key, object);
        } else if (!buckets.putIfAbsent(bucket, key, object)) {
            throw condition.isPresent()
                    ? new AwsError(
                            412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold")
                    : AwsError.absent("S3 versions: what is locked is not put over");
        }
    }

    private static boolean isChecksum(String header) {
        return header.startsWith("x-amz-checksum-") || header.equals("x-amz-trailer") || header.equals("content-md5");
    }

    private Answer get(Call call, S3Target target) {
        Buckets.Bucket bucket = bucket(target);
        Buckets.Stored stored = bucket.objects().get(target.key());
        access.require(call, "s3:GetObject", target.objectArn(), bucket.owner(), new Context());
        if (stored == null) {
            // Only who may list learns that a key is free.
            access.require(call, "s3:ListBucket", target.bucketArn(), bucket.owner(), new Context());
            throw new AwsError(404, "NoSuchKey", "The specified key does not exist.");
        }
        var headers = new TreeMap<String, String>();
        headers.put("Content-Type", stored.contentType());
        headers.put("Content-Length", Integer.toString(stored.content().size()));
        headers.put("ETag", etag(stored));
        headers.put("Last-Modified", HTTP_DATE.format(stored.modified()));
        stored.until().ifPresent(until -> {
            headers.put("x-amz-object-lock-mode", "COMPLIANCE");
            headers.put("x-amz-object-lock-retain-until-date", until.toString());
        });
        stored.metadata().forEach((name, value) -> headers.put(META + name, value));
        return new Answer(200, headers, stored.content());
    }

    private Answer delete(Call call, S3Target target) {
        Buckets.Bucket bucket = bucket(target);
        access.require(call, "s3:DeleteObject", target.objectArn(), bucket.owner(), new Context());
        if (bucket.lockedDays().isPresent()) {
            throw AwsError.absent("S3 delete markers: what is locked stays");
        }
        buckets.remove(bucket, target.key());
        return Answer.empty(204);
    }

    private Buckets.Bucket bucket(S3Target target) {
        return buckets.find(target.bucket())
                .orElseThrow(() -> new AwsError(404, "NoSuchBucket", "The specified bucket does not exist"));
    }

    static String etag(Buckets.Stored stored) {
        return "\"" + HexFormat.of().formatHex(stored.content().digest("MD5")) + "\"";
    }

    /** A header asks for something; one we would ignore is refused. */
    private static void requireKnownHeaders(Received request) {
        for (String name : request.headers().keySet()) {
            boolean known = HEADERS.contains(name) || name.startsWith(META) || name.startsWith("x-amz-checksum-");
            if ((name.startsWith("x-amz-") && !known) || isLeftOut(request, name)) {
                throw AwsError.absent("S3 header " + name);
            }
        }
        request.header("content-encoding")
                .filter(coding -> !coding.equals("aws-chunked"))
                .ifPresent(coding -> {
                    throw AwsError.absent("S3 content-encoding " + coding);
                });
    }

    /** A condition on a put is kept to; on a get it would be an answer without a body. */
    private static boolean isLeftOut(Received request, String header) {
        return LEFT_OUT.contains(header)
                && !(header.equals(CONDITION) && request.method().equals("PUT"));
    }

    private static void requireKnownParameters(Received request) {
        for (String name : request.parameters().names()) {
            if (!name.equals("x-id") && !name.startsWith("X-Amz-")) {
                throw AwsError.absent("S3 parameter " + name);
            }
        }
    }
}

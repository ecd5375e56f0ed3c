package dev.valet.local.aws;

import dev.valet.local.aws.policy.Context;
import dev.valet.local.aws.wire.Answer;
import dev.valet.local.aws.wire.Parameters;
import dev.valet.local.aws.wire.Percent;
import dev.valet.local.aws.wire.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** ListObjectsV2. Its continuation token is the last key or common prefix that was told. */
final class S3Listing {
    private static final Set<String> PARAMETERS = Set.of(
            "continuation-token",
            "delimiter",
            "encoding-type",
            "fetch-owner",
            "list-type",
            "max-keys",
            "prefix",
            "start-after",
            "x-id");
    private static final int MOST = 1_000;

    private final Buckets buckets;
    private final Access access;

    S3Listing(Buckets buckets, Access access) {
        this.buckets = buckets;
        this.access = access;
    }

    Answer answer(Call call, S3Target target) {
        Parameters asked = call.request().parameters();
        for (String name : asked.names()) {
            if (!PARAMETERS.contains(name) && !name.startsWith("X-Amz-")) {
                throw AwsError.absent("s3:ListObjectsV2 parameter " + name);
            }
        }
        Buckets.Bucket bucket = buckets.find(target.bucket())
                .orElseThrow(() -> new AwsError(404, "NoSuchBucket", "The specified bucket does not exist"));
        var context = new Context()
                .put("s3:prefix", asked.get("prefix").orElse(null))
                .put("s3:delimiter", asked.get("delimiter").orElse(null))
                .put("s3:max-keys", asked.get("max-keys").orElse(null));
        access.require(call, "s3:ListBucket", target.bucketArn(), bucket.owner(), context);
        return list(bucket, asked);
    }

    private static Answer list(Buckets.Bucket bucket, Parameters asked) {
        String prefix = asked.get("prefix").orElse("");
        String delimiter = asked.get("delimiter").orElse("");
        int most = Math.min(MOST, asked.get("max-keys").map(Integer::parseInt).orElse(MOST));
        String after = asked.get("continuation-token")
                .or(() -> asked.get("start-after"))
                .orElse("");
        boolean encoded = asked.get("encoding-type").isPresent();
        var contents = new ArrayList<Xml>();
        var prefixes = new TreeSet<String>();
        String last = "";
        boolean truncated = false;
        for (var entry : bucket.objects().tailMap(after, false).entrySet()) {
            String key = entry.getKey();
            int end = delimiter.isEmpty() || !key.startsWith(prefix) ? -1 : key.indexOf(delimiter, prefix.length());
            String common = end < 0 ? "" : key.substring(0, end + delimiter.length());
            boolean told = !common.isEmpty() && (prefixes.contains(common) || after.startsWith(common));
            if (!key.startsWith(prefix) || told) {
                continue;
            }
            if (contents.size() + prefixes.size() == most) {
                truncated = true;
                break;
            }
            last = common.isEmpty() ? key : common;
            if (common.isEmpty()) {
                contents.add(content(key, entry.getValue(), encoded));
            } else {
                prefixes.add(common);
            }
        }
        var parts = new ArrayList<>(List.of(
                Xml.leaf("Name", bucket.name()),
                Xml.leaf("Prefix", name(prefix, encoded)),
                Xml.leaf("Delimiter", delimiter.isEmpty() ? null : name(delimiter, encoded)),
                Xml.leaf("MaxKeys", Integer.toString(most)),
                Xml.leaf("KeyCount", Integer.toString(contents.size() + prefixes.size())),
                Xml.leaf("EncodingType", encoded ? "url" : null),
                Xml.leaf("IsTruncated", Boolean.toString(truncated)),
                Xml.leaf("NextContinuationToken", truncated ? last : null)));
        parts.addAll(contents);
        prefixes.forEach(each -> parts.add(Xml.node("CommonPrefixes", Xml.leaf("Prefix", name(each, encoded)))));
        return Answer.xml(
                200,
                Xml.root("ListBucketResult", "http://s3.amazonaws.com/doc/2006-03-01/", parts.toArray(Xml[]::new)));
    }

    private static Xml content(String key, Buckets.Stored object, boolean encoded) {
        return Xml.node(
                "Contents",
                Xml.leaf("Key", name(key, encoded)),
                Xml.leaf("LastModified", object.modified().toString()),
                Xml.leaf("ETag", S3.etag(object)),
                Xml.leaf("Size", Integer.toString(object.content().size())),
                Xml.leaf("StorageClass", "STANDARD"));
    }

    private static String name(String text, boolean encoded) {
        return encoded ? Percent.encodePath(text) : text;
    }
}

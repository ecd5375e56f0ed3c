package dev.valet.local.aws;

import dev.valet.local.aws.wire.Percent;
import dev.valet.local.aws.wire.Received;

/**
 * The bucket and key a request is about, from its path ({@code /bucket/key}) or from its host
 * ({@code bucket.localhost}).
 *
 * @param bucket empty for calls about no bucket
 * @param key empty for calls about the bucket itself
 */
record S3Target(String bucket, String key) {
    private static final String HOST = ".localhost";

    static S3Target of(Received request) {
        String path = request.path().substring(1);
        String host = request.header("host").orElse("");
        String name = host.indexOf(':') < 0 ? host : host.substring(0, host.indexOf(':'));
        if (name.endsWith(HOST)) {
            return new S3Target(name.substring(0, name.length() - HOST.length()), Percent.decode(path));
        }
        int slash = path.indexOf('/');
        return slash < 0
                ? new S3Target(Percent.decode(path), "")
                : new S3Target(Percent.decode(path.substring(0, slash)), Percent.decode(path.substring(slash + 1)));
    }

    String bucketArn() {
        return "arn:aws:s3:::" + bucket;
    }

    String objectArn() {
        return bucketArn() + "/" + key;
    }
}

package dev.valet.aws;

import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket in which nothing is ever put over something else ({@code If-None-Match: *}). */
final class LockedBucket {
    private static final int PRECONDITION_FAILED = 412;

    private final S3Client s3;
    private final String name;

    LockedBucket(S3Client s3, String name) {
        this.s3 = s3;
        this.name = name;
    }

    /** @return false when something is there already */
    boolean add(String key, String contentType, byte[] content) {
        return AwsFailure.guard("s3", () -> {
            try {
                s3.putObject(
                        put -> put.bucket(name)
                                .key(key)
                                .contentType(contentType)
                                .checksumAlgorithm(ChecksumAlgorithm.SHA256) // Object Lock asks for one
                                .ifNoneMatch("*"),
                        RequestBody.fromBytes(content));
                return true;
            } catch (S3Exception refused) {
                if (refused.statusCode() == PRECONDITION_FAILED) {
                    return false;
                }
                throw refused;
            }
        });
    }

    byte[] get(String key) {
        return AwsFailure.guard(
                        "s3", () -> s3.getObjectAsBytes(get -> get.bucket(name).key(key)))
                .asByteArray();
    }

    /** The next keys of a prefix after this one, in their order; it need not be there. */
    List<String> keys(String prefix, String after, int most) {
        return AwsFailure.guard(
                        "s3",
                        () -> s3.listObjectsV2(list -> list.bucket(name)
                                .prefix(prefix)
                                .startAfter(after)
                                .maxKeys(most)))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }
}

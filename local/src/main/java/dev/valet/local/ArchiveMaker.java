package dev.valet.local;

import dev.valet.local.aws.LocalAws;
import dev.valet.local.template.Template;
import dev.valet.local.template.Tree;

/** Makes the template's locked buckets, and the keys that sign. */
final class ArchiveMaker {
    private ArchiveMaker() {}

    static void make(LocalAws aws, Template template) {
        for (var bucket : template.ofType("AWS::S3::Bucket")) {
            var days = template.property(bucket, "ObjectLockConfiguration")
                    .flatMap(lock -> Tree.text(lock, "Rule", "DefaultRetention", "Days"))
                    .orElseThrow(() -> new Trouble("the template's bucket " + bucket.logicalId() + " is not locked"));
            aws.lockedBucket(Accounts.VALET, template.name(bucket), Integer.parseInt(days));
        }
        for (var key : template.ofType("AWS::KMS::Key")) {
            var spec = template.property(key, "KeySpec").map(Tree::text).orElse("SYMMETRIC_DEFAULT");
            if (!spec.equals("SYMMETRIC_DEFAULT")) { // what others encrypt is not encrypted here
                var policy = template.property(key, "KeyPolicy").orElseThrow();
                aws.signingKey(template.attribute(key.logicalId(), "Arn"), spec, policy.text());
            }
        }
    }
}

package dev.valet.it.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.it.template.Template.Form;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is in the archive stays in it and stays seen, here and in an account of its own. */
class ArchiveTest {
    @ParameterizedTest
    @EnumSource
    void theBucketIsLockedClosedAndKept(Form form) {
        var template = form.read();
        assertThat(template.ofType("AWS::S3::Bucket")).containsOnlyKeys("Archive");
        assertThat(faults(template)).isEmpty();
    }

    @Test
    void theOneInAnAccountOfItsOwnIsToo() {
        assertThat(faults(Template.archive())).isEmpty();
    }

    @Test
    void aBucketThatIsNotIsFound() {
        var written = Template.written();
        for (var path : List.of(
                List.of("DeletionPolicy"),
                List.of("UpdateReplacePolicy"),
                List.of("Properties", "ObjectLockEnabled"),
                List.of("Properties", "ObjectLockConfiguration", "Rule"),
                List.of("Properties", "VersioningConfiguration"),
                List.of("Properties", "PublicAccessBlockConfiguration", "BlockPublicPolicy"),
                List.of("Properties", "OwnershipControls"))) {
            assertThat(faults(written.without(below("Archive", path))))
                    .as(path.toString())
                    .isNotEmpty();
        }
        assertThat(faults(written.with(
                        "{DefaultRetention: {Mode: GOVERNANCE, Days: 30}}",
                        below("Archive", List.of("Properties", "ObjectLockConfiguration", "Rule")))))
                .isNotEmpty();
        for (int statement = 0; statement < 5; statement++) {
            var path = List.of("Properties", "PolicyDocument", "Statement", Integer.toString(statement));
            assertThat(faults(written.without(below("ArchivePolicy", path))))
                    .as("%d", statement)
                    .isNotEmpty();
        }
    }

    private static String[] below(String resource, List<String> path) {
        return Stream.concat(Stream.of("Resources", resource), path.stream()).toArray(String[]::new);
    }

    private static List<String> faults(Template template) {
        var bucket = template.at("Resources", "Archive");
        var properties = bucket.at("Properties");
        var policy = template.at("Resources", "ArchivePolicy");
        var retention = properties.at("ObjectLockConfiguration", "Rule", "DefaultRetention");
        return Map.<String, Boolean>ofEntries(
                        Map.entry("kept", isKept(bucket) && isKept(policy)),
                        Map.entry(
                                "locked",
                                properties.at("ObjectLockEnabled").text().equals("true")),
                        Map.entry(
                                "in compliance mode",
                                retention.at("Mode").text().equals("COMPLIANCE") && retention.has("Days")),
                        Map.entry(
                                "versioned",
                                properties
                                        .at("VersioningConfiguration", "Status")
                                        .text()
                                        .equals("Enabled")),
                        Map.entry(
                                "without access lists",
                                properties
                                        .at("OwnershipControls", "Rules", "0", "ObjectOwnership")
                                        .text()
                                        .equals("BucketOwnerEnforced")),
                        Map.entry("not public", isClosed(properties.at("PublicAccessBlockConfiguration"))),
                        Map.entry(
                                "denied what would hide or replace",
                                denials(policy).equals(WANTED)))
                .entrySet()
                .stream()
                .filter(rule -> !rule.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isKept(Tree resource) {
        return resource.at("DeletionPolicy").text().equals("Retain")
                && resource.at("UpdateReplacePolicy").text().equals("Retain");
    }

    private static boolean isClosed(Tree block) {
        return Stream.of("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
                .allMatch(name -> block.at(name).text().equals("true"));
    }

    private static final Set<String> WANTED = Set.of(
            "[s3:*] where [aws:SecureTransport]",
            "[s3:PutObject] where [s3:if-none-match]",
            "[s3:DeleteObject, s3:DeleteObjectVersion] where []",
            "[s3:PutObject] where [aws:PrincipalArn]/records/*]",
            "[s3:PutObject] where [aws:PrincipalArn]/checkpoints/*]");

    /** To everybody. */
    private static Set<String> denials(Tree policy) {
        var denials = new TreeSet<String>();
        for (var statement : Statement.of("ArchivePolicy", policy.at("Properties", "PolicyDocument"))) {
            if (!statement.allows() && statement.tree().at("Principal").text().equals("*")) {
                var keys = statement.tree().at("Condition").members().values().stream()
                        .flatMap(keyed -> keyed.members().keySet().stream())
                        .toList();
                boolean some = statement.resources().stream().noneMatch(arn -> arn.endsWith("Archive.Arn}/*"));
                var where = some ? statement.resources().toString().replaceAll(".*Arn}", "") : "";
                denials.add(statement.actions() + " where " + keys + where);
            }
        }
        return denials;
    }
}

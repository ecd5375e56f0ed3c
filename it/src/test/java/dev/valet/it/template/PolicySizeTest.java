package dev.valet.it.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.local.template.Place;
import dev.valet.local.template.Template;
import dev.valet.local.template.Tree;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** IAM takes so many characters of a policy and no more: a stack that uses everything would not deploy. */
class PolicySizeTest {
    private static final int MANAGED = 6144;
    private static final int INLINE = 10240;
    private static final String KEY = "arn:aws:kms:ap-southeast-2:111122223333:key/01234567-0123-0123-0123-01234567890";
    private static final String FUNCTION = "arn:aws:lambda:ap-southeast-2:444455556666:function:pay-a-supplier";

    /** Everything at once, with more than one of what comes as a list. */
    private static final Map<String, String> ALL = Map.of(
            "TargetAccounts",
            "444455556666,555566667777,666677778888",
            "LeasableSecretsKey",
            KEY + "0",
            "RotationFunctions",
            FUNCTION,
            "ActionSecretsKey",
            KEY + "1",
            "ActionKeys",
            KEY + "2," + KEY + "3",
            "ActionFunctions",
            FUNCTION + ":live",
            "ActionSubnetIds",
            "subnet-0123456789abcdef0",
            "ActionSecurityGroupIds",
            "sg-0123456789abcdef0",
            "ArchiveBucket",
            "acme-valet-archive-of-production",
            "ArchiveAccount",
            "999900001111");

    private final Template template = read();

    private static Template read() {
        try {
            return Template.read(
                    Path.of("../template.yaml"), new Place("111122223333", "ap-southeast-2", "valet-production"), ALL);
        } catch (java.io.IOException missing) {
            throw new java.io.UncheckedIOException(missing);
        }
    }

    @Test
    void theBoundaryFits() {
        assertThat(template.property(template.resource("Boundary"), "PolicyDocument")
                        .orElseThrow()
                        .text())
                .hasSizeLessThan(MANAGED);
    }

    @Test
    void everyRolesOwnPoliciesFit() {
        template.ofType("AWS::IAM::Role")
                .forEach(role -> assertThat(template.property(role, "Policies").stream()
                                .flatMap(policies -> Tree.items(policies).stream())
                                .map(policy -> Tree.at(policy, "PolicyDocument")
                                        .orElseThrow()
                                        .text())
                                .mapToInt(String::length)
                                .sum())
                        .as(role.logicalId())
                        .isLessThan(INLINE));
    }
}

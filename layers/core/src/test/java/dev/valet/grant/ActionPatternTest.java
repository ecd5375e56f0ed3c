package dev.valet.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Malformed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActionPatternTest { // S-7
    @ParameterizedTest
    @CsvSource({
        "s3:GetObject, s3:GetObject, true",
        "s3:getobject, s3:GetObject, true",
        "s3:Get*, s3:GetObject, true",
        "s3:*, s3:PutBucketPolicy, true",
        "s3:Put*, s3:*Policy, true",
        "s3:Put*, s3:Get*, false",
        "s3:GetObjec?, s3:GetObject, true",
        "s3:GetObjec?, s3:GetObjects, false",
        "lambda:Create*, lambda:*Function, true",
        "lambda:Invoke*, lambda:Create*, false",
        "s3:*a*b*, s3:*b*a*, true",
        "s3:Get, s3:Get*, true",
        "ec2:Describe*, ec2:RunInstances, false"
    })
    void twoGlobsMeetWhenSomeActionMatchesBoth(String one, String other, boolean meet) {
        assertThat(new ActionPattern(one).meets(other)).isEqualTo(meet);
        assertThat(new ActionPattern(other).meets(one)).isEqualTo(meet);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "*:*", "s3", "s3:", ":Get", "S3:Get", "s*:Get", "s3:Get Object", "s3:Get\n", "s3:${x}"})
    void aServiceIsAlwaysNamed(String text) {
        assertThatThrownBy(() -> new ActionPattern(text))
                .isInstanceOf(Malformed.class)
                .hasMessage(ActionPattern.FORM);
    }
}

package dev.valet.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Malformed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoleArnTest { // T-02
    @Test
    void aSessionIsItsRoleAndNotItsName() {
        var one = RoleArn.ofSession("arn:aws:sts::444455556666:assumed-role/reporter/run-1");
        var other = RoleArn.ofSession("arn:aws:sts::444455556666:assumed-role/reporter/run-2");
        assertThat(one).isEqualTo(other).isEqualTo(new RoleArn("aws", "444455556666", "/", "reporter"));
    }

    @Test
    void anotherAccountIsAnotherRole() {
        assertThat(RoleArn.ofSession("arn:aws:sts::444455556666:assumed-role/reporter/run"))
                .isNotEqualTo(RoleArn.ofSession("arn:aws:sts::444455556667:assumed-role/reporter/run"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:iam::444455556666:user/reporter",
                "arn:aws:sts::444455556666:federated-user/reporter",
                "arn:aws:iam::444455556666:root",
                "arn:aws-cn:sts::444455556666:assumed-role/reporter/run",
                "arn:aws:sts::44445555666:assumed-role/reporter/run",
                "arn:aws:sts::444455556666:assumed-role/reporter",
                "arn:aws:sts::444455556666:assumed-role/reporter/",
                "arn:aws:sts::444455556666:assumed-role/reporter/x",
                "arn:aws:sts::444455556666:assumed-role/path/reporter/run",
                "arn:aws:sts::444455556666:assumed-role/reporter/run\n",
                " arn:aws:sts::444455556666:assumed-role/reporter/run",
                "arn:aws:sts::444455556666:assumed-role/repo rter/run",
                "arn:aws:sts::444455556666:assumed-role/reporter/run/more",
                "arn:aws:sts:eu-west-1:444455556666:assumed-role/reporter/run",
                "arn:aws:sts::444455556666:assumed-role/\u0440eporter/run",
                "arn:aws:sts::\u0664\u0664\u0664\u0664\u0665\u0665\u0665\u0665\u0666\u0666\u0666\u0666:assumed-role/reporter/run",
                ""
            })
    void everyOtherShapeIsRefused(String userArn) {
        assertThatThrownBy(() -> RoleArn.ofSession(userArn)).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:iam::444455556666:role/reporter",
                "arn:aws:iam::444455556666:role/valet/reporter",
                "arn:aws:iam::444455556666:role/a/b/c/reporter"
            })
    void aRoleIsReadAndWrittenAlike(String arn) {
        assertThat(RoleArn.parse(arn)).hasToString(arn);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:iam::444455556666:role/",
                "arn:aws:iam::444455556666:role//reporter",
                "arn:aws:iam::444455556666:role/*",
                "arn:aws:iam::444455556666:user/reporter",
                "arn:aws:iam::*:role/reporter",
                "arn:aws:iam::444455556666:role/reporter\n"
            })
    void whatIsNoRoleIsRefused(String arn) {
        assertThatThrownBy(() -> RoleArn.parse(arn)).hasMessage(RoleArn.FORM);
    }
}

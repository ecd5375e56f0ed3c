package dev.valet.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sts.model.Tag;

/**
 * One thing that Valet relies on AWS for.
 *
 * @param name in words; a backend that breaks it is listed under this name
 */
record Clause(String name, Consumer<Ground> check) {
    private static final String EVERYTHING =
            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}";

    static List<Clause> all() {
        return List.of(
                new Clause("a session policy narrows a role to one prefix", ground -> {
                    var blue = ground.lease(ground.ask("vl-narrow", ground.reads("blue")));
                    assertThat(ground.settled(() -> ground.read(blue, "blue/1.txt")))
                            .isEqualTo("blue one");
                    refused(() -> ground.read(blue, "red/1.txt"));
                    refused(() -> ground.write(blue, "blue/2.txt"));
                }),
                new Clause("a session policy gives nothing the role has not", ground -> {
                    var all = ground.lease(ground.ask("vl-ceiling", EVERYTHING));
                    assertThat(ground.settled(() -> ground.read(all, "red/1.txt")))
                            .isEqualTo("red one");
                    refused(() -> ground.policies(all));
                }),
                new Clause("an explicit deny of sts ends role chaining", ground -> {
                    var all = ground.lease(ground.ask("vl-chain", EVERYTHING));
                    var further = ground.ask("vl-chain", ground.reads("red"));
                    assertThat(ground.settled(() -> ground.assume(all, further)).credentials())
                            .isNotNull();
                    var blue = ground.lease(ground.ask("vl-chain", ground.reads("blue")));
                    refused(() -> ground.assume(blue, further));
                }),
                new Clause("a session may be allowed exactly one secret", ground -> {
                    var one = ground.lease(ground.ask("vl-secret", """
                            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                             "Action":"secretsmanager:GetSecretValue","Resource":"%s",
                             "Condition":{"StringEqualsIfExists":{"secretsmanager:VersionStage":"AWSCURRENT"},
              "Null":{"secretsmanager:VersionId":"true"}}}]}""".formatted(ground.secretArn)));
                    assertThat(ground.settled(() -> ground.value(one, ground.secretArn)))
                            .isEqualTo(ground.secret);
                    refused(() -> ground.value(one, ground.otherSecretArn));
                }),
                new Clause("the ExternalId must be the one the role trusts", ground -> {
                    ground.lease(ground.ask("vl-external", ground.reads("blue")));
                    refused(() -> ground.assume(
                            ground.ask("vl-external", ground.reads("blue")).externalId("vx-other")));
                    refused(() -> ground.assume(
                            ground.ask("vl-external", ground.reads("blue")).externalId(null)));
                }),
                new Clause("the source identity must be of the trusted form", ground -> {
                    ground.lease(ground.ask("vl-source", ground.reads("blue")));
                    refused(() -> ground.assume(
                            ground.ask("vl-source", ground.reads("blue")).sourceIdentity("somebody")));
                }),
                new Clause("a tag key that the role does not trust is refused", ground -> {
                    ground.lease(ground.ask("vl-tags", ground.reads("blue")));
                    refused(() -> ground.assume(ground.ask("vl-tags", ground.reads("blue"))
                            .tags(Tag.builder().key("team").value("admin").build())));
                }),
                new Clause("a role that is not there cannot be assumed", ground -> {
                    ground.lease(ground.ask("vl-absent", ground.reads("blue")));
                    refused(() -> ground.assume(
                            ground.ask("vl-absent", ground.reads("blue")).roleArn(ground.roleArn() + "-absent")));
                }),
                new Clause("less than 900 seconds is refused", ground -> {
                    ground.lease(ground.ask("vl-short", ground.reads("blue")));
                    refused(() -> ground.assume(
                            ground.ask("vl-short", ground.reads("blue")).durationSeconds(899)));
                }),
                new Clause("a policy over 2048 characters is refused", ground -> {
                    ground.lease(ground.ask("vl-long", ground.reads("blue")));
                    refused(() -> ground.assume(ground.ask("vl-long", ground.reads("x".repeat(2048)))));
                }),
                new Clause("a caller is told by its role, its session and the role's unique id", ground -> {
                    try (var sts = ground.sts(ground.lease(ground.ask("vl-whoami", ground.reads("blue"))))) {
                        var caller = sts.getCallerIdentity();
                        assertThat(caller.arn())
                                .isEqualTo("arn:aws:sts::" + ground.account + ":assumed-role/" + ground.role
                                        + "/vl-whoami");
                        assertThat(caller.userId()).matches("AROA[A-Z0-9]+:vl-whoami");
                    }
                }),
                new Clause("a date in the session policy ends it early", ground -> {
                    var early = ground.lease(
                            ground.ask("vl-early", ground.ends(Instant.now().plusSeconds(300))));
                    assertThat(ground.settled(() -> ground.read(early, "blue/1.txt")))
                            .isEqualTo("blue one");
                    var over = ground.lease(
                            ground.ask("vl-over", ground.ends(Instant.now().minusSeconds(1))));
                    refused(() -> ground.read(over, "blue/1.txt"));
                }),
                new Clause("a later deny by source identity ends one session and not its neighbour", ground -> {
                    var one = ground.lease(ground.ask("vl-one", ground.reads("blue")));
                    var other = ground.lease(ground.ask("vl-other", ground.reads("blue")));
                    assertThat(ground.settled(() -> ground.read(one, "blue/1.txt")))
                            .isEqualTo("blue one");
                    ground.deny("{\"StringEquals\":{\"aws:SourceIdentity\":[\"vl-one\"]}}");
                    ground.settledRefusal(() -> ground.read(one, "blue/1.txt"));
                    assertThat(ground.read(other, "blue/1.txt")).isEqualTo("blue one");
                }),
                new Clause("a later deny by session tag ends its sessions and no others", ground -> {
                    var one = ground.lease(ground.ask("vl-tagged", ground.reads("blue")));
                    var other = ground.lease(ground.ask("vl-other", ground.reads("blue")));
                    assertThat(ground.settled(() -> ground.read(one, "blue/1.txt")))
                            .isEqualTo("blue one");
                    ground.deny("{\"StringEquals\":{\"aws:PrincipalTag/valet:lease\":[\"vl-tagged\"]}}");
                    ground.settledRefusal(() -> ground.read(one, "blue/1.txt"));
                    assertThat(ground.read(other, "blue/1.txt")).isEqualTo("blue one");
                }),
                new Clause(
                        "a key that nobody has is refused",
                        ground -> refused(() -> {
                            try (var sts = ground.sts(ground.nobody())) {
                                sts.getCallerIdentity();
                            }
                        })),
                new Clause("a session key with another session's token is refused", ground -> {
                    var one = (AwsSessionCredentials) ground.lease(ground.ask("vl-mine", ground.reads("blue")))
                            .resolveCredentials();
                    var yours = ground.lease(ground.ask("vl-yours", ground.reads("red")));
                    assertThat(ground.settled(() -> ground.read(yours, "red/1.txt")))
                            .isEqualTo("red one");
                    var other = (AwsSessionCredentials) yours.resolveCredentials();
                    var mixed = AwsSessionCredentials.create(
                            one.accessKeyId(), one.secretAccessKey(), other.sessionToken());
                    refused(() -> ground.read(StaticCredentialsProvider.create(mixed), "red/1.txt"));
                }));
    }

    static List<String> names() {
        return all().stream().map(Clause::name).toList();
    }

    private static void refused(Runnable attempt) {
        assertThat(isRefused(attempt)).as("refused").isTrue();
    }

    /** By a service that says no: 4xx. Anything else is a failure of the test. */
    static boolean isRefused(Runnable attempt) {
        try {
            attempt.run();
            return false;
        } catch (AwsServiceException refusal) {
            assertThat(refusal.statusCode()).isBetween(400, 499);
            return true;
        }
    }
}

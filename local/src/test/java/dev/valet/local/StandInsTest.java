package dev.valet.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Json;
import dev.valet.action.Action;
import dev.valet.action.AnswerField;
import dev.valet.action.Errand;
import dev.valet.action.Executor;
import dev.valet.action.Impact;
import dev.valet.action.LambdaTarget;
import dev.valet.action.PerformanceId;
import dev.valet.action.Performing;
import dev.valet.aws.AwsClients;
import dev.valet.aws.LambdaPerformer;
import dev.valet.grant.ActionId;
import dev.valet.identity.Environment;
import dev.valet.local.aws.LocalAws;
import dev.valet.local.aws.RoleDraft;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Functions that stand in for an operator's, reached by a real signed request and a role's own policies. */
class StandInsTest {
    private static final String ARN = "arn:aws:lambda:eu-west-1:111122223333:function:pay:live";

    private final LocalAws aws = start();
    private final StandIns functions = new StandIns(aws);
    private final List<Json> given = new ArrayList<>();

    StandInsTest() {
        aws.host("lambda", functions);
        functions.put(ARN, payload -> {
            given.add(payload);
            return Json.object().with("id", "po_1").build();
        });
    }

    private static LocalAws start() {
        try {
            return LocalAws.start(LocalAws.Settings.inMemory(Clock.systemUTC()));
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @AfterEach
    void close() {
        aws.close();
    }

    private Performing perform(String function, String allowed) {
        var role = aws.account("111122223333").put(RoleDraft.named("act", """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow",
                 "Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}""").allowing("own", """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"lambda:InvokeFunction",
                 "Resource":"%s"}}""".formatted(allowed)));
        var credentials =
                AwsClients.lambdaCredentials(aws.sessionFor(role, "act").environment());
        try (var clients =
                new AwsClients("eu-west-1", Optional.of(aws.endpoint()), credentials, Duration.ofSeconds(5))) {
            var target = new LambdaTarget(
                    function,
                    new TreeMap<>(Map.of("id", new AnswerField(AnswerField.Type.TEXT, 40))),
                    Set.of("no-funds"),
                    Duration.ofSeconds(10));
            var action = new Action(
                    new ActionId("pay-out"),
                    "Pays",
                    Impact.HIGH,
                    Environment.SANDBOX,
                    Json.object().build(),
                    new Executor.Lambda(target),
                    Optional.empty());
            var errand = new Errand(
                    PerformanceId.of("payer", "once"),
                    action,
                    Json.object().with("to", "acme").build(),
                    "a-key");
            return new LambdaPerformer(clients.lambda(LambdaTarget.LONGEST)).perform(errand);
        }
    }

    @Test
    void aFunctionIsInvokedAsLambdaWould() {
        assertThat(perform(ARN, ARN)).isInstanceOfSatisfying(Performing.Done.class, done -> {
            assertThat(done.result().textAt("id")).isEqualTo("po_1");
            assertThat(done.reference()).isNotEmpty();
        });
        assertThat(given.getFirst().canonical())
                .isEqualTo("{\"idempotencyKey\":\"a-key\",\"input\":{\"to\":\"acme\"},\"performance\":\""
                        + PerformanceId.of("payer", "once") + "\"}");
    }

    @Test
    void aRoleInvokesWhatItsPolicyNamesAndNoMore() {
        for (var other : List.of(ARN.replace("live", "next"), ARN.replace("pay", "pays"), ARN.replace(":live", ""))) {
            assertThat(perform(ARN, other)).isEqualTo(new Performing.NotDone("lambda-access-denied"));
        }
        assertThat(given).isEmpty();
    }

    @Test
    void whatIsNotThereIsNotFound() {
        var other = ARN.replace("live", "next");
        assertThat(perform(other, other)).isEqualTo(new Performing.NotDone("lambda-not-found"));
    }

    @Test
    void aRefusalAndAFailureAreToldApart() {
        functions.put(ARN, _ -> Json.object().with("refused", "no-funds").build());
        assertThat(perform(ARN, ARN)).isEqualTo(new Performing.NotDone("function-refused.no-funds"));
        functions.put(ARN, _ -> {
            throw new IllegalStateException("it broke");
        });
        assertThat(perform(ARN, ARN)).isEqualTo(new Performing.Unknown("function-failed"));
    }
}

package dev.valet.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Json;
import dev.valet.ObjectBuilder;
import dev.valet.Unavailable;
import dev.valet.grant.SecretArn;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SecretsManagerActionSecretsTest {
    private static final SecretArn ARN =
            SecretArn.parse("arn:aws:secretsmanager:eu-west-1:111122223333:secret:actions/psp-AbC123");

    private final FakeAws aws = new FakeAws();
    private final AwsClients clients = aws.clients();
    private final SecretsManagerActionSecrets secrets = new SecretsManagerActionSecrets(clients.secretsManager());

    @AfterEach
    void close() {
        clients.close();
        aws.close();
    }

    private static ObjectBuilder answer() {
        return Json.object().with("ARN", ARN.text()).with("Name", "actions/psp").with("VersionId", "v-1");
    }

    private void answers(ObjectBuilder body) {
        aws.answer(200, body.build().text());
    }

    @Test
    void theCurrentValueIsReadAtEachCall() { // T-26
        answers(answer().with("SecretString", "canary-first-2c1f"));
        assertThat(secrets.current(ARN).<String>use(Function.identity())).isEqualTo("canary-first-2c1f");
        answers(answer().with("SecretString", "canary-second-77a0"));
        assertThat(secrets.current(ARN).<String>use(Function.identity())).isEqualTo("canary-second-77a0");
        assertThat(aws.bodies())
                .hasSize(2)
                .allSatisfy(body -> assertThat(body)
                        .contains("\"SecretId\":\"" + ARN.text() + "\"", "\"VersionStage\":\"AWSCURRENT\""));
    }

    private String refusal(SecretArn arn) {
        var refused =
                org.assertj.core.api.Assertions.catchThrowableOfType(Unavailable.class, () -> secrets.current(arn));
        assertThat(refused).isNotNull();
        return refused.code();
    }

    @Test
    void whatIsNotTheSecretsTextIsNoSecret() {
        answers(answer().with("SecretBinary", "Y2FuYXJ5"));
        assertThat(refusal(ARN)).isEqualTo("secret-is-binary");
        answers(answer().with("ARN", ARN.text().replace("psp", "other")).with("SecretString", "canary-other-91be"));
        assertThat(refusal(ARN)).isEqualTo("secretsmanager-incomplete");
        aws.answer(400, "{\"__type\":\"AccessDeniedException\",\"message\":\"canary-message-03d1\"}");
        assertThat(refusal(ARN)).isEqualTo("secretsmanager-access-denied");
    }

    @Test
    void aSecretOfAnotherRegionIsNotAskedFor() {
        assertThatThrownBy(() -> secrets.current(SecretArn.parse(ARN.text().replace("eu-west-1", "us-east-1"))))
                .isInstanceOf(Unavailable.class);
        assertThat(aws.bodies()).isEmpty();
    }
}

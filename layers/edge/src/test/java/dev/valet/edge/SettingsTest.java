package dev.valet.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.identity.Principal;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {
    static final Map<String, String> ENV = Map.of(
            "VALET_STATE_TABLE", "valet-state",
            "VALET_AUDIT_TABLE", "valet-audit",
            "VALET_ACCOUNT", "111122223333",
            "VALET_STAGE", "live",
            "VALET_API_ID", "a1b2c3d4e5",
            "VALET_AUDIENCE", "urn:valet:test",
            "AWS_REGION", "eu-west-1");

    static Map<String, String> with(String name, String value) {
        var env = new HashMap<>(ENV);
        env.put(name, value);
        return env;
    }

    @Test
    void whatIsOptionalHasSafeDefaults() {
        var settings = Settings.from(ENV);
        assertThat(settings.developmentAccounts()).isEmpty();
        assertThat(settings.operators()).isEmpty();
        assertThat(settings.principalOrg()).isEmpty();
        assertThat(settings.archiveBucket()).isEmpty();
        assertThat(settings.checkpointKey()).isEmpty();
        assertThat(settings.receiptKey()).isEmpty();
        assertThat(settings.publishedKeys()).isEmpty();
        assertThat(settings.upstreamTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.endpoint("sts")).isEmpty();
    }

    @Test
    void operatorsAreRolesByUniqueIdWhateverTheirPath() {
        var role = "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Operator_0a";
        var settings = Settings.from(with("VALET_OPERATORS", role + "|AROAOPERATOROPERATOR"));
        assertThat(settings.operators())
                .containsExactly(new Principal.AwsRole(
                        "aws", "111122223333", "AWSReservedSSO_Operator_0a", "AROAOPERATOROPERATOR"));
    }

    @Test
    void anEndpointOfAServiceGoesBeforeTheOneForAll() {
        var env = with("AWS_ENDPOINT_URL", "http://127.0.0.1:4566");
        env.put("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:8000");
        var settings = Settings.from(env);
        assertThat(settings.endpoint("dynamodb")).contains(URI.create("http://127.0.0.1:8000"));
        assertThat(settings.endpoint("secrets_manager")).contains(URI.create("http://127.0.0.1:4566"));
    }

    @ParameterizedTest
    @MethodSource
    void aWrongEntryStopsTheStartAndIsNotRepeated(String name, String value) {
        assertThatThrownBy(() -> Settings.from(with(name, value)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(name)
                .hasMessageNotContaining("canary");
    }

    static Stream<Arguments> aWrongEntryStopsTheStartAndIsNotRepeated() {
        return Stream.of(
                arguments("VALET_STATE_TABLE", ""),
                arguments("VALET_AUDIT_TABLE", "canary table"),
                arguments("VALET_ACCOUNT", "11112222333"),
                arguments("VALET_ACCOUNT", "111122223333\n"),
                arguments("VALET_STAGE", "canary/stage"),
                arguments("VALET_RECEIPT_KEY", "alias/canary"),
                arguments("VALET_PUBLISHED_KEYS", "arn:aws:kms:eu-west-1:111122223333:key/1,canary"),
                arguments("VALET_API_ID", " "),
                arguments("VALET_AUDIENCE", "canary audience"),
                arguments("VALET_ARCHIVE_BUCKET", "Canary_Bucket"),
                arguments("VALET_ARCHIVE_BUCKET", "canary/records"),
                arguments("VALET_CHECKPOINT_KEY", "alias/canary"),
                arguments("VALET_CHECKPOINT_KEY", "arn:aws:kms:eu-west-1:111122223333:alias/canary"),
                arguments("VALET_DEVELOPMENT_ACCOUNTS", "222233334444,canary"),
                arguments("VALET_DEVELOPMENT_ACCOUNTS", "222233334444,"),
                arguments("VALET_OPERATORS", "arn:aws:iam::111122223333:role/canary"),
                arguments("VALET_OPERATORS", "arn:aws:iam::111122223333:role/canary|AIDACANARYCANARYCANARY"),
                arguments("VALET_OPERATORS", "arn:aws:iam::111122223333:user/canary|AROACANARYCANARYCANARY"),
                arguments("VALET_PRINCIPAL_ORG", "canary"),
                arguments("VALET_UPSTREAM_TIMEOUT", "5"),
                arguments("VALET_UPSTREAM_TIMEOUT", "PT11S"),
                arguments("VALET_UPSTREAM_TIMEOUT", "PT0S"),
                arguments("AWS_REGION", "canary"),
                // a misspelt name must not quietly leave the check out
                arguments("VALET_PRINCIPAL_ORGS", "o-canary12345"));
    }

    @ParameterizedTest
    @MethodSource
    void aMissingEntryStopsTheStart(String name) {
        var env = new HashMap<>(ENV);
        env.remove(name);
        assertThatThrownBy(() -> Settings.from(env)).hasMessage(name + " is not set");
    }

    static Stream<String> aMissingEntryStopsTheStart() {
        return ENV.keySet().stream();
    }
}

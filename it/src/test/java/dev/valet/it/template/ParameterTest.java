package dev.valet.it.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters take what they say and nothing else; a bare deploy needs none of them. */
class ParameterTest {
    private static final Pattern OVERRIDES = Pattern.compile("(?m)^parameter_overrides = \"(.*)\"$");

    @Test
    void everyParameterIsCheckedNamedInTheDocsAndUsed() {
        parameters(Template.written()).forEach((name, parameter) -> {
            assertThat(isChecked(parameter)).as(name).isTrue();
            assertThat(parameter.has("Default")).as(name).isTrue();
            assertThat(accepts(parameter, parameter.at("Default").text()))
                    .as(name)
                    .isTrue();
            assertThat(Template.file("docs/operations.md")).contains("`" + name + "`");
            assertThat(Template.written()
                            .root()
                            .with(Optional.empty(), List.of("Parameters"))
                            .names())
                    .contains(name);
        });
        Stream.of(Template.target(), Template.archive())
                .flatMap(template -> parameters(template).entrySet().stream())
                .forEach(parameter -> {
                    assertThat(isChecked(parameter.getValue()))
                            .as(parameter.getKey())
                            .isTrue();
                    assertThat(Template.file("docs/operations.md")).contains("`" + parameter.getKey() + "`");
                });
    }

    @Test
    void oneThatIsNotIsFound() {
        assertThat(isChecked(Tree.read("{Type: String, Default: ''}"))).isFalse();
        assertThat(isChecked(Tree.read("{Type: Number}"))).isFalse();
        assertThat(isChecked(Tree.read("{Type: String, AllowedPattern: '[a-z]+'}")))
                .isFalse();
    }

    private static Map<String, Tree> parameters(Template template) {
        return template.at("Parameters").members();
    }

    /** By a pattern of the whole value, a list or a bound. */
    private static boolean isChecked(Tree parameter) {
        var pattern = parameter.at("AllowedPattern").text();
        return parameter.has("AllowedValues")
                || parameter.at("Type").text().equals("Number") && parameter.has("MinValue")
                || pattern.startsWith("^") && pattern.endsWith("$");
    }

    private static boolean accepts(Tree parameter, String value) {
        if (parameter.has("AllowedValues")) {
            return parameter.at("AllowedValues").texts().contains(value);
        }
        if (parameter.at("Type").text().equals("Number")) {
            return Integer.parseInt(value) >= parameter.at("MinValue").number();
        }
        boolean fits = !parameter.has("MaxLength")
                || value.length() <= parameter.at("MaxLength").number();
        return fits
                && Pattern.compile(parameter.at("AllowedPattern").text())
                        .matcher(value)
                        .matches();
    }

    @Test
    void noParameterTakesASecret() {
        assertThat(parameters(Template.written()).entrySet())
                .noneMatch(parameter -> parameter.getValue().has("NoEcho"))
                .noneMatch(parameter -> parameter
                        .getKey()
                        .toLowerCase(Locale.ROOT)
                        .matches(".*(password|token(?!concurrency)|secretvalue|apikey).*"));
    }

    @ParameterizedTest
    @MethodSource
    void aParameterTakes(String name, String value) {
        assertThat(accepts(Template.written().at("Parameters", name), value)).isTrue();
    }

    static Stream<Arguments> aParameterTakes() {
        return Stream.of(
                arguments(
                        "FirstOperatorRole",
                        "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Valet_0123456789abcdef"),
                arguments("FirstOperatorId", "AROAEXAMPLEEXAMPLE123"),
                arguments("PrincipalOrgId", "o-example12345"),
                arguments("DevelopmentAccounts", "222233334444,333344445555"),
                arguments("TargetAccounts", "444455556666"),
                arguments("Audience", "https://valet.example.com"),
                arguments("LeasableSecretsPath", "leasable/agents/"),
                arguments("ActionSecretsPath", "valet/actions/payments/"),
                arguments("ActionSubnetIds", "subnet-0123456789abcdef0,subnet-0123456789abcdef1"),
                arguments("ActionSecurityGroupIds", "sg-0123456789abcdef0"),
                arguments("RotationFunctions", "arn:aws:lambda:eu-west-1:111122223333:function:rotate-webhooks"),
                arguments("PermissionsBoundary", "arn:aws:iam::111122223333:policy/platform/boundary"),
                arguments("VpcEndpointId", "vpce-0123456789abcdef0"),
                arguments("ActionKeys", "arn:aws:kms:eu-west-1:111122223333:key/01234567-0123-0123-0123-012345678901"),
                arguments("ActionFunctions", "arn:aws:lambda:eu-west-1:444455556666:function:pay-supplier:live"),
                arguments("ArchiveBucket", "acme-valet-archive"),
                arguments("ArchiveAccount", "999900001111"),
                arguments("ArchiveRetentionDays", "2557"),
                arguments("CustomDomain", "valet.example.com"),
                arguments(
                        "CertificateArn",
                        "arn:aws:acm:eu-west-1:111122223333:certificate/01234567-0123-0123-0123-012345678901"),
                arguments("AlarmTopicArn", "arn:aws:sns:eu-west-1:111122223333:on-call"),
                arguments("AlarmEmail", "on-call@example.com"),
                arguments("ApprovalEmail", "approvers@example.com"));
    }

    @ParameterizedTest
    @MethodSource
    void aParameterRefuses(String name, String value) {
        assertThat(accepts(Template.written().at("Parameters", name), value)).isFalse();
    }

    static Stream<Arguments> aParameterRefuses() {
        return Stream.of(
                arguments("FirstOperatorRole", "arn:aws:iam::111122223333:user/ann"),
                arguments("FirstOperatorRole", "arn:aws:iam::*:role/operator"),
                arguments("FirstOperatorRole", "arn:aws:sts::111122223333:assumed-role/operator/ann"),
                arguments("FirstOperatorRole", "arn:aws:iam::111122223333:role/operator|AROAX,arn"),
                arguments("FirstOperatorId", "AROA*"),
                arguments("FirstOperatorId", "AIDAEXAMPLEEXAMPLE123"),
                arguments("PrincipalOrgId", "o-*"),
                arguments("DevelopmentAccounts", "222233334444, 333344445555"),
                arguments("TargetAccounts", "*"),
                arguments("TargetAccounts", "44445555666"),
                arguments("Audience", "valet\n"),
                arguments("LeasableSecretsPath", "valet/"),
                arguments("LeasableSecretsPath", "valet/actions/"),
                arguments("LeasableSecretsPath", "valet/actions/payments/"),
                arguments("ActionSecretsPath", "valet/"),
                arguments("ActionSecretsPath", "leasable/"),
                arguments("ActionSecretsPath", "valet/actions"),
                arguments("ActionSecretsPath", "valet/actions/*"),
                arguments("ActionSecretsPath", "*"),
                arguments("ActionSecretsKey", "arn:aws:kms:eu-west-1:111122223333:alias/actions"),
                arguments("ActionSubnetIds", "subnet-0123456789abcdef0, subnet-0123456789abcdef1"),
                arguments("ActionSubnetIds", "vpc-0123456789abcdef0"),
                arguments("ActionSecurityGroupIds", "sg-0123456789abcdef0,sg-0123456789abcdef1"),
                arguments("RotationFunctions", "*"),
                arguments("RotationFunctions", "arn:aws:lambda:eu-west-1:111122223333:function:*"),
                arguments("LeasableSecretsPath", "*"),
                arguments("LeasableSecretsPath", "leasable"),
                arguments("LeasableSecretsPath", "a/../"),
                arguments("ActionKeys", "arn:aws:kms:eu-west-1:111122223333:alias/payouts"),
                arguments("ActionKeys", "arn:aws:kms:eu-west-1:111122223333:key/*"),
                arguments("ActionFunctions", "arn:aws:lambda:eu-west-1:444455556666:function:pay-supplier"),
                arguments("ActionFunctions", "arn:aws:lambda:eu-west-1:444455556666:function:pay-supplier:$LATEST"),
                arguments("ActionFunctions", "arn:aws:lambda:eu-west-1:444455556666:function:*:live"),
                arguments("CustomDomain", "https://valet.example.com"),
                arguments("ArchiveBucket", "arn:aws:s3:::acme-valet-archive"),
                arguments("ArchiveBucket", "acme/records"),
                arguments("ArchiveAccount", "99990000111"),
                arguments("ArchiveRetentionDays", "0"),
                arguments("ApprovalEmail", "approvers"),
                arguments("RateLimit", "0"),
                arguments("Stage", "prod"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "staging", "production"})
    void theSamConfigurationSetsWhatExists(String name) {
        var config = Template.file("samconfig.toml");
        var section = config.substring(config.indexOf("[" + name + ".deploy.parameters]"));
        var overrides = OVERRIDES.matcher(section);
        assertThat(overrides.find()).isTrue();
        var set = new TreeMap<String, String>();
        for (var pair : overrides.group(1).split(" ", -1)) {
            set.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        var parameters = parameters(Template.written());
        assertThat(set).containsKey("Stage").allSatisfy((key, value) -> {
            assertThat(parameters).containsKey(key);
            assertThat(accepts(Template.written().at("Parameters", key), value))
                    .as(key)
                    .isTrue();
        });
        if (set.containsValue("production")) { // or the rule ProductionIsGuarded refuses it
            assertThat(set)
                    .containsEntry("WafEnabled", "true")
                    .containsKeys(
                            "IssueConcurrency",
                            "ActConcurrency",
                            "AuthorizeConcurrency",
                            "AdminConcurrency",
                            "RevokeConcurrency",
                            "UpkeepConcurrency",
                            "ArchiveConcurrency",
                            "AnnounceConcurrency",
                            "TokenConcurrency",
                            "ArchiveRetentionDays");
        }
    }

    /** By their patterns, whatever they are set to: what is leased by value is never what actions open (B-11). */
    @Test
    void noValueOfOnePathLiesWithinTheOther() {
        assertThat(Template.written()
                        .at("Parameters", "LeasableSecretsPath", "AllowedPattern")
                        .text())
                .startsWith("^$|^(?!valet/)");
        assertThat(Template.written()
                        .at("Parameters", "ActionSecretsPath", "AllowedPattern")
                        .text())
                .startsWith("^$|^valet/actions/");
    }

    @Test
    void everyAlarmTellsSomebodyAndIsInTheDocs() {
        Template.written().ofType("AWS::CloudWatch::Alarm").forEach((name, alarm) -> {
            assertThat(alarm.at("Properties", "AlarmActions").items()).as(name).hasSize(1);
            assertThat(Template.file("docs/operations.md")).contains("`" + name + "`");
        });
    }
}

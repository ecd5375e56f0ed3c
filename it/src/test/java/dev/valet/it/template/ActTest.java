package dev.valet.it.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.it.template.Template.Form;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What performs actions is woken to follow them up, stands in the network that is named, and is heard when it needs somebody. */
class ActTest {
    @ParameterizedTest // the next minute is the retry
    @EnumSource
    void itIsWokenEveryMinuteAndTriedOnce(Form form) {
        var template = form.read();
        assertThat(template.at("Resources", "EveryMinute", "Properties", "Targets")
                        .items())
                .filteredOn(target -> target.at("Id").text().equals("act"))
                .singleElement()
                .satisfies(target -> {
                    assertThat(target.at("Input").text()).isEqualTo("{\"wakeUp\":\"act\"}");
                    assertThat(target.at("Arn", "Ref").text()).startsWith("ActFunction");
                });
        assertThat(Template.file("events/act-wake-up.json")).isEqualTo("{\"wakeUp\":\"act\"}");
        var once = template.ofType("AWS::Lambda::EventInvokeConfig").values().stream()
                .map(config -> config.at("Properties"))
                .filter(config -> config.at("FunctionName", "Ref").text().equals("ActFunction"))
                .findFirst()
                .orElse(template.at("Resources", "ActFunction", "Properties", "EventInvokeConfig"));
        assertThat(once.at("MaximumRetryAttempts").text()).isEqualTo("0");
        assertThat(once.at("MaximumEventAgeInSeconds").text()).isEqualTo("60");
        assertThat(once.at("DestinationConfig", "OnFailure", "Destination", "Fn::GetAtt", "0")
                        .text())
                .isEqualTo("ActFailures");
    }

    @ParameterizedTest // B-11
    @EnumSource
    void itAloneStandsInTheNetworkThatIsNamed(Form form) {
        var network = form.read().function("ActFunction").at("VpcConfig", "Fn::If");
        assertThat(network.at("0").text()).isEqualTo("HasActionNetwork");
        assertThat(network.at("1", "SubnetIds").names()).containsExactly("ActionSubnetIds");
        assertThat(network.at("1", "SecurityGroupIds").names()).containsExactly("ActionSecurityGroupIds");
        assertThat(form.read().functions().entrySet())
                .filteredOn(function -> function.getValue().has("VpcConfig"))
                .hasSize(1);
    }

    /** Half a network would be none: it is refused at once by the rule, and by Lambda after that. */
    @Test
    void halfANetworkIsNeverTakenForNone() {
        var named = Template.written().at("Conditions", "HasActionNetwork");
        assertThat(named.has("Fn::Or")).isTrue();
        assertThat(named.names()).containsExactlyInAnyOrder("ActionSubnetIds", "ActionSecurityGroupIds");
        var rule = Template.written().at("Rules", "ANetworkOfActionsIsSubnetsAndTheirGroup");
        assertThat(rule.at("RuleCondition")).isEqualTo(named);
        assertThat(rule.at("Assertions", "0", "Assert", "Fn::And").items())
                .isEqualTo(named.at("Fn::Or").items());
    }

    @ParameterizedTest
    @MethodSource
    void anAlarmIsRung(String alarm, String metric, String statistic, int seconds, int times) {
        var properties = Template.written().at("Resources", alarm, "Properties");
        assertThat(properties.at("Namespace").text()).isEqualTo("Valet");
        assertThat(properties.at("MetricName").flat()).isEqualTo(metric);
        assertThat(properties.at("Statistic").text()).isEqualTo(statistic);
        assertThat(properties.at("Period").number()).isEqualTo(seconds);
        assertThat(properties.at("EvaluationPeriods").number()).isEqualTo(times);
        assertThat(properties.at("Threshold").number()).isEqualTo(1);
    }

    static Stream<Arguments> anAlarmIsRung() {
        return Stream.of(
                arguments("PerformancesUnknown", "PerformancesUnknown", "Minimum", 300, 3), // for a quarter of an hour
                arguments("PerformancesUnrecorded", "PerformancesUnrecorded", "Maximum", 60, 3),
                arguments("SecretEchoed", "${AWS::StackName}-secret-echoed", "Sum", 60, 1));
    }

    @ParameterizedTest // somebody has to rotate it
    @EnumSource
    void anEchoedSecretIsCountedFromTheLogOfActAlone(Form form) {
        var filter = form.read().at("Resources", "SecretEchoedMetric", "Properties");
        assertThat(filter.at("LogGroupName", "Ref").text()).isEqualTo("ActLog");
        assertThat(filter.at("FilterPattern").text()).isEqualTo("{ $.outcome = \"echoed\" }");
        assertThat(filter.at("MetricTransformations", "0", "MetricName").flat())
                .isEqualTo("${AWS::StackName}-secret-echoed");
    }
}

package dev.valet.it.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.audit.Announcement;
import dev.valet.it.template.Template.Form;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Announcements reach people as they are, from Valet alone, and no line of them decides anything. */
class AnnouncementTest {
    static final List<String> TITLES = Arrays.stream(Announcement.Type.values())
            .map(Announcement.Type::title)
            .toList();

    @ParameterizedTest
    @EnumSource
    void everyAnnouncementBecomesALineOnTheTopic(Form form) {
        var template = form.read();
        var rule = template.at("Resources", "TellPeople", "Properties");
        assertThat(rule.at("EventBusName", "Ref").text()).isEqualTo("AnnouncementBus");
        assertThat(rule.at("EventPattern", "source").texts()).containsExactly("valet");
        assertThat(rule.at("EventPattern", "detail-type").texts()).containsExactlyElementsOf(TITLES);
        assertThat(rule.at("Targets").items()).singleElement().satisfies(target -> {
            assertThat(target.at("Arn", "Ref").text()).isEqualTo("ApprovalsTopic");
            assertThat(target.at("DeadLetterConfig", "Arn", "Fn::GetAtt", "0").text())
                    .isEqualTo("AnnounceFailures");
        });
    }

    @ParameterizedTest // T-40: what mail and chat show can be looked up, and is nothing to click on
    @EnumSource
    void theLineHasNoLinkAndNothingButWhatIsAllowListed(Form form) {
        var transformer = form.read().at("Resources", "TellPeople", "Properties", "Targets", "0", "InputTransformer");
        assertThat(transformer.at("InputTemplate", "Fn::Sub").text())
                .isEqualTo("\"<title> (${AWS::StackName}): <text> (at <at>, record <record>)\"");
        assertThat(transformer.at("InputPathsMap").members().values().stream().map(Tree::text))
                .containsExactlyInAnyOrder("$.detail-type", "$.detail.text", "$.detail.at", "$.detail.record");
    }

    @ParameterizedTest
    @EnumSource
    void theTopicIsEncryptedAndTakesNothingButTheRulesLines(Form form) {
        assertThat(faults(form.read())).isEmpty();
    }

    @Test
    void aTopicThatTakesMoreIsFound() {
        var written = Template.written();
        var statements =
                new String[] {"Resources", "ApprovalsTopicPolicy", "Properties", "PolicyDocument", "Statement"};
        assertThat(faults(written.without("Resources", "ApprovalsTopic", "Properties", "KmsMasterKeyId")))
                .containsExactly("encrypted");
        assertThat(faults(written.without(path(statements, "0", "Condition")))).containsExactly("told by the rule");
        assertThat(faults(written.with("'*'", path(statements, "0", "Principal"))))
                .containsExactly("told by the rule");
        assertThat(faults(written.without(path(statements, "1")))).containsExactly("told by nobody else");
    }

    private static List<String> faults(Template template) {
        var policy =
                Statement.of("topic", template.at("Resources", "ApprovalsTopicPolicy", "Properties", "PolicyDocument"));
        return Map.<String, Boolean>of(
                        "encrypted",
                        template.at("Resources", "ApprovalsTopic", "Properties", "KmsMasterKeyId", "Fn::GetAtt", "0")
                                .text()
                                .equals("AnnouncementKey"),
                        "told by the rule",
                        policy.stream()
                                        .filter(Statement::allows)
                                        .filter(statement -> statement
                                                        .tree()
                                                        .at("Principal", "Service")
                                                        .text()
                                                        .equals("events.amazonaws.com")
                                                && names(statement.condition("ArnEquals")))
                                        .count()
                                == policy.stream().filter(Statement::allows).count(),
                        "told by nobody else",
                        policy.stream()
                                .filter(statement -> !statement.allows())
                                .anyMatch(statement ->
                                        statement.tree().at("Principal").text().equals("*")
                                                && statement.actions().equals(List.of("sns:Publish"))
                                                && names(statement.condition("ArnNotEquals"))))
                .entrySet()
                .stream()
                .filter(rule -> !rule.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean names(Tree condition) {
        return condition.at("aws:SourceArn", "Fn::GetAtt").texts().equals(List.of("TellPeople", "Arn"));
    }

    private static String[] path(String[] start, String... rest) {
        return Stream.concat(Arrays.stream(start), Arrays.stream(rest)).toArray(String[]::new);
    }

    @ParameterizedTest
    @EnumSource
    void nobodyIsSubscribedUnlessTheyAreNamed(Form form) {
        var template = form.read();
        assertThat(template.at("Resources", "ApprovalsTopic", "Properties").has("Subscription"))
                .isFalse();
        assertThat(template.ofType("AWS::SNS::Subscription"))
                .hasSize(1)
                .allSatisfy((_, subscription) ->
                        assertThat(subscription.at("Condition").text()).isEqualTo("HasApprovalEmail"));
    }
}

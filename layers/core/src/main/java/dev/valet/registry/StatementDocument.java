package dev.valet.registry;

import dev.valet.Fields;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.grant.ActionPattern;
import dev.valet.grant.EscapeActions;
import dev.valet.grant.Statement;
import dev.valet.grant.TemplateText;
import dev.valet.grant.Terms;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One Allow of a grant of kind {@code aws}. */
final class StatementDocument {
    private static final Pattern OPERATOR = Pattern.compile(
            "(?:For(?:All|Any)Value(?:s)?:)?(?:String(?:Not)?(?:Equals|Like|EqualsIgnoreCase)|Numeric(?:Not)?(?:Equals|LessThan|GreaterThan)(?:Equals)?|Date(?:LessThan|GreaterThan)(?:Equals)?|Bool|(?:Not)?IpAddress|Arn(?:Not)?(?:Equals|Like)|Null)(?:IfExists)?");
    private static final Pattern KEY = Pattern.compile("[a-z0-9-]{1,40}:[A-Za-z0-9:/._-]{1,128}");
    private static final Pattern RESOURCE =
            Pattern.compile("arn:aws:[a-z0-9-]{1,40}:[a-z0-9*-]{0,32}:[0-9]{0,12}:.{1,900}");

    private StatementDocument() {}

    static @Nullable Statement read(Fields fields) {
        var actions = fields.texts("actions", ActionPattern::new);
        var resources = fields.texts("resources", StatementDocument::resource);
        var conditions = fields.objectsByName("conditions", StatementDocument::tests);
        return fields.build(() -> {
            unless(!actions.get().isEmpty(), "/actions", "lists at least one action");
            unless(!resources.get().isEmpty(), "/resources", "lists at least one resource");
            conditions
                    .get()
                    .keySet()
                    .forEach(operator -> unless(
                            OPERATOR.matcher(operator).matches(),
                            "/conditions",
                            "uses IAM's condition operators only"));
            return new Statement(actions.get(), resources.get(), new TreeMap<>(conditions.get()));
        });
    }

    /** {@code {"aws:RequestedRegion": ["eu-west-1"]}}: the keys are data, so each is read by its name. */
    private static @Nullable SortedMap<String, List<TemplateText>> tests(Fields fields) {
        var read = new TreeMap<String, Fields.Slot<List<TemplateText>>>();
        for (var key : fields.names()) {
            if (!KEY.matcher(key).matches()) {
                fields.problem(key, "is a condition key, for example aws:RequestedRegion");
            }
            read.put(key, fields.texts(key, TemplateText::new));
        }
        return fields.build(() -> {
            var tests = new TreeMap<String, List<TemplateText>>();
            read.forEach((key, values) -> {
                unless(!values.get().isEmpty(), "/" + key, "lists at least one value");
                tests.put(key, values.get());
            });
            Malformed.unless(!tests.isEmpty(), "tests at least one key");
            return tests;
        });
    }

    /** "*" alone would leave everything to the role; an operator who means that says it by leasing a narrower role. */
    private static TemplateText resource(String text) {
        var template = new TemplateText(text);
        Malformed.unless(
                RESOURCE.matcher(text).matches() || text.equals("*"), "is an ARN, or * for actions that have none");
        return template;
    }

    /** S-6 and S-7: what could mint, pass or widen authority is refused unless the grant names the very action. */
    static void checkEscapes(Terms.Aws terms) {
        for (int i = 0; i < terms.statements().size(); i++) {
            var place = "/allow/" + i + "/actions";
            for (var action : terms.statements().get(i).actions()) {
                boolean never = EscapeActions.isForbidden(action);
                unless(!never, place, "lease nothing of iam or sts: every session denies them");
                boolean named = !action.hasWildcard() && terms.escapeActions().contains(action.text());
                unless(
                        named || !EscapeActions.isEscape(action),
                        place,
                        "include an escape action, which could hand out credentials, run code or widen rights;"
                                + " write it without wildcards and name it in escapeActions too, or narrow the action");
            }
        }
        terms.escapeActions().forEach(name -> {
            var action = new ActionPattern(name);
            unless(
                    !action.hasWildcard() && EscapeActions.isEscape(action),
                    "/escapeActions",
                    "name escape actions only");
            boolean used = terms.statements().stream()
                    .anyMatch(statement -> statement.actions().contains(action));
            unless(used, "/escapeActions", "name only what a statement allows");
        });
    }

    private static void unless(boolean holds, String place, String rule) {
        if (!holds) {
            throw new Malformed(place, rule);
        }
    }

    static Json write(Statement statement) {
        var written = Json.object()
                .with(
                        "actions",
                        statement.actions().stream().map(ActionPattern::text).toList())
                .with("resources", texts(statement.resources()));
        if (!statement.conditions().isEmpty()) {
            var operators = Json.object();
            statement.conditions().forEach((operator, tests) -> operators.with(operator, write(tests)));
            written.with("conditions", operators.build());
        }
        return written.build();
    }

    private static Json write(Map<String, List<TemplateText>> tests) {
        var written = Json.object();
        tests.forEach((key, values) -> written.with(key, texts(values)));
        return written.build();
    }

    private static List<String> texts(List<TemplateText> templates) {
        return templates.stream().map(TemplateText::text).toList();
    }
}

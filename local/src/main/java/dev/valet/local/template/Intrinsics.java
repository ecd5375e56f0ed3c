package dev.valet.local.template;

import dev.valet.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Answers CloudFormation's functions. One it does not know is a fault by name, never a guess. */
final class Intrinsics {
    private static final Pattern PLACE = Pattern.compile("\\$\\{(!?)([A-Za-z0-9:.]+)}");

    private final Template template;
    private final Place place;
    private final Map<String, Json> parameters;

    Intrinsics(Template template, Place place, Map<String, Json> parameters) {
        this.template = template;
        this.place = place;
        this.parameters = parameters;
    }

    Json resolve(Json json) {
        return switch (json) {
            case Json.Obj(var members)
            when members.size() == 1 && isFunction(members.firstEntry().getKey()) ->
                function(members.firstEntry().getKey(), members.firstEntry().getValue());
            case Json.Obj(var members) -> object(members);
            case Json.Arr(var items) -> array(items);
            case Json.Str _, Json.Int _, Json.Fraction _, Json.Bool _, Json.Null _ -> json;
        };
    }

    /** "Condition" alone is also a member of policy statements: there its value is an object. */
    private static boolean isFunction(String name) {
        return name.equals("Ref") || name.startsWith("Fn::");
    }

    private Json object(Map<String, Json> members) {
        var resolved = new LinkedHashMap<String, Json>();
        members.forEach((name, member) -> {
            if (!isNoValue(member)) {
                var value = resolve(member);
                if (!isNoValue(value)) {
                    resolved.put(name, value);
                }
            }
        });
        return new Json.Obj(resolved);
    }

    private Json array(List<Json> items) {
        var resolved = new ArrayList<Json>();
        for (var item : items) {
            if (!isNoValue(item)) {
                var value = resolve(item);
                if (!isNoValue(value)) {
                    resolved.add(value);
                }
            }
        }
        return new Json.Arr(resolved);
    }

    private static boolean isNoValue(Json json) {
        return Tree.at(json, "Ref").equals(java.util.Optional.of(Json.of("AWS::NoValue")));
    }

    private Json function(String name, Json argument) {
        return switch (name) {
            case "Ref" -> ref(Tree.text(argument));
            case "Fn::Sub" -> sub(argument);
            case "Fn::GetAtt" -> getAtt(argument);
            case "Fn::Join" -> join(items(argument));
            case "Fn::If" -> choose(items(argument));
            case "Fn::Select" -> select(items(argument));
            case "Fn::Split" -> split(items(argument));
            case "Fn::FindInMap" -> find(items(argument));
            case "Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not" -> Json.of(truth(name, argument));
            default -> throw new TemplateException("the template uses " + name + ", which is not answered here");
        };
    }

    private Json ref(String name) {
        if (name.equals("AWS::NoValue")) {
            return Json.object().with("Ref", name).build();
        }
        var parameter = parameters.get(name);
        if (parameter != null) {
            return parameter;
        }
        if (name.startsWith("AWS::")) {
            return Json.of(place.pseudo(name));
        }
        int dot = name.indexOf('.');
        return Json.of(dot < 0 ? template.ref(name) : samProperty(name.substring(0, dot), name.substring(dot + 1)));
    }

    /** SAM's own references: {@code AgentApi.Stage}, {@code IssueFunction.Alias}. */
    private String samProperty(String logicalId, String property) {
        var resource = template.resource(logicalId);
        return switch (property) {
            case "Stage" ->
                template.property(resource, "StageName").map(Tree::text).orElse("live");
            case "Alias" ->
                template.attribute(logicalId, "Arn") + ":"
                        + template.property(resource, "AutoPublishAlias")
                                .map(Tree::text)
                                .orElse("live");
            case "Version" -> template.attribute(logicalId, "Arn") + ":1";
            default -> template.attribute(logicalId, property);
        };
    }

    private Json sub(Json argument) {
        if (argument instanceof Json.Str(String text)) {
            return Json.of(fill(text, Map.of()));
        }
        var parts = items(argument);
        var variables = new LinkedHashMap<String, Json>();
        Tree.members(parts.get(1)).forEach((name, value) -> variables.put(name, resolve(value)));
        return Json.of(fill(Tree.text(parts.getFirst()), variables));
    }

    private String fill(String text, Map<String, Json> variables) {
        return PLACE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found, variables)));
    }

    private String value(MatchResult found, Map<String, Json> variables) {
        var name = found.group(2);
        if (!found.group(1).isEmpty()) {
            return "${" + name + "}";
        }
        var variable = variables.get(name);
        if (variable != null) {
            return Tree.text(variable);
        }
        int dot = name.indexOf('.');
        boolean attribute = dot > 0 && template.has(name.substring(0, dot));
        return attribute ? samProperty(name.substring(0, dot), name.substring(dot + 1)) : Tree.text(ref(name));
    }

    private Json getAtt(Json argument) {
        var parts = items(argument);
        var attribute = parts.subList(1, parts.size()).stream()
                .map(part -> Tree.text(resolve(part)))
                .collect(Collectors.joining("."));
        return Json.of(template.attribute(Tree.text(parts.getFirst()), attribute));
    }

    private Json join(List<Json> parts) {
        return Json.of(items(resolve(parts.get(1))).stream()
                .map(Tree::text)
                .collect(Collectors.joining(Tree.text(parts.getFirst()))));
    }

    private Json choose(List<Json> parts) {
        return resolve(condition(Tree.text(parts.getFirst())) ? parts.get(1) : parts.get(2));
    }

    private Json select(List<Json> parts) {
        return items(resolve(parts.get(1))).get(Integer.parseInt(Tree.text(resolve(parts.getFirst()))));
    }

    private Json split(List<Json> parts) {
        var text = Tree.text(resolve(parts.get(1)));
        return Json.strings(List.of(text.split(Pattern.quote(Tree.text(parts.getFirst())), -1)));
    }

    private Json find(List<Json> parts) {
        var keys = parts.stream().map(part -> Tree.text(resolve(part))).toList();
        return template.mapping(keys.get(0), keys.get(1), keys.get(2))
                .map(this::resolve)
                .orElseThrow(() -> new TemplateException("no mapping " + String.join(".", keys)));
    }

    boolean condition(String name) {
        return truth(template.condition(name)
                .orElseThrow(() -> new TemplateException("the template has no condition " + name)));
    }

    private boolean truth(Json json) {
        if (json instanceof Json.Obj(var members) && members.size() == 1) {
            return truth(members.firstEntry().getKey(), members.firstEntry().getValue());
        }
        return Boolean.parseBoolean(Tree.text(json));
    }

    private boolean truth(String name, Json argument) {
        return switch (name) {
            case "Condition" -> condition(Tree.text(argument));
            case "Fn::Not" -> !truth(items(argument).getFirst());
            case "Fn::And" -> items(argument).stream().allMatch(this::truth);
            case "Fn::Or" -> items(argument).stream().anyMatch(this::truth);
            case "Fn::Equals" -> // as CloudFormation compares: 0 and "0" are the same
                Tree.text(resolve(items(argument).get(0)))
                        .equals(Tree.text(resolve(items(argument).get(1))));
            default -> Boolean.parseBoolean(Tree.text(function(name, argument)));
        };
    }

    private static List<Json> items(Json json) {
        return json instanceof Json.Arr(var items) ? items : List.of(json);
    }
}

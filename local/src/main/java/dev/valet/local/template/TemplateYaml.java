package dev.valet.local.template;

import dev.valet.Json;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** CloudFormation YAML to JSON: the short forms ({@code !Sub}) become their long ones. */
final class TemplateYaml {
    private TemplateYaml() {}

    static Json read(String yaml) {
        var settings = LoadSettings.builder().setLabel("template.yaml").build();
        var root = new Compose(settings)
                .composeString(yaml)
                .orElseThrow(() -> new TemplateException("the template is empty"));
        return json(root);
    }

    private static Json json(Node node) {
        var tag = node.getTag().getValue();
        return tag.startsWith("!") ? function(tag.substring(1), node) : plain(node);
    }

    private static Json function(String name, Node node) {
        var argument = plain(node);
        if (name.equals("GetAtt") && argument instanceof Json.Str(String text)) {
            int dot = text.indexOf('.');
            argument = Json.strings(List.of(text.substring(0, dot), text.substring(dot + 1)));
        }
        boolean bare = name.equals("Ref") || name.equals("Condition");
        return Json.object().with(bare ? name : "Fn::" + name, argument).build();
    }

    private static Json plain(Node node) {
        return switch (node.getNodeType()) {
            case MAPPING -> {
                var members = new LinkedHashMap<String, Json>();
                for (var tuple : ((MappingNode) node).getValue()) {
                    var name = ((ScalarNode) tuple.getKeyNode()).getValue();
                    if (members.put(name, json(tuple.getValueNode())) != null) {
                        throw new TemplateException("the template names " + name + " twice in one place");
                    }
                }
                yield new Json.Obj(members);
            }
            case SEQUENCE ->
                new Json.Arr(((SequenceNode) node)
                        .getValue().stream().map(TemplateYaml::json).toList());
            case SCALAR -> scalar((ScalarNode) node);
            case ANCHOR -> throw new TemplateException("the template uses an anchor in a place that has none");
        };
    }

    private static Json scalar(ScalarNode node) {
        var text = node.getValue();
        var tag = node.getTag();
        if (tag.equals(Tag.NULL)) {
            return Json.Null.NULL;
        }
        if (tag.equals(Tag.BOOL)) {
            return Json.of(Boolean.parseBoolean(text));
        }
        if (tag.equals(Tag.INT)) {
            return Json.of(Long.parseLong(text));
        }
        return tag.equals(Tag.FLOAT) ? new Json.Fraction(new BigDecimal(text)) : Json.of(text);
    }
}

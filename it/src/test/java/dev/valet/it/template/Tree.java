package dev.valet.it.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** One place in a template: a map, a list or the text of a scalar. A short function ({@code !Sub}) stands in its long form. */
record Tree(Object value) {
    private static final Tree NOTHING = new Tree("");
    private static final Pattern PLACE = Pattern.compile("\\$\\{([A-Za-z0-9:.]+)}");

    static Tree read(String yaml) {
        return new Compose(LoadSettings.builder().setLabel("template").build())
                .composeString(yaml)
                .map(Tree::of)
                .orElseThrow();
    }

    private static Tree of(Node node) {
        var tag = node.getTag().getValue();
        return tag.startsWith("!") ? function(tag.substring(1), node) : plain(node);
    }

    private static Tree function(String name, Node node) {
        var argument = plain(node);
        if (name.equals("GetAtt") && argument.value instanceof String text) {
            argument = new Tree(Stream.of(text.split("\\.", 2)).map(Tree::new).toList());
        }
        boolean bare = name.equals("Ref") || name.equals("Condition");
        return new Tree(Map.of(bare ? name : "Fn::" + name, argument));
    }

    private static Tree plain(Node node) {
        return switch (node) {
            case MappingNode mapping -> {
                var members = new LinkedHashMap<String, Tree>();
                mapping.getValue()
                        .forEach(tuple ->
                                members.put(((ScalarNode) tuple.getKeyNode()).getValue(), of(tuple.getValueNode())));
                yield new Tree(members);
            }
            case SequenceNode sequence ->
                new Tree(sequence.getValue().stream().map(Tree::of).toList());
            case ScalarNode scalar -> new Tree(scalar.getValue());
            default -> throw new IllegalArgumentException("an anchor, which CloudFormation does not take");
        };
    }

    /** What is there, or the empty text. */
    Tree at(String... path) {
        var found = this;
        for (var step : path) {
            found = found.find(step).orElse(NOTHING);
        }
        return found;
    }

    private Optional<Tree> find(String step) {
        if (value instanceof List<?>) {
            int index = Integer.parseInt(step);
            return index < items().size() ? Optional.of(items().get(index)) : Optional.empty();
        }
        return Optional.ofNullable(members().get(step));
    }

    boolean has(String name) {
        return members().containsKey(name);
    }

    boolean isNothing() {
        return value.equals("");
    }

    String text() {
        return value instanceof String text ? text : "";
    }

    int number() {
        return Integer.parseInt(text());
    }

    @SuppressWarnings("unchecked")
    Map<String, Tree> members() {
        return value instanceof Map<?, ?> map ? (Map<String, Tree>) map : Map.of();
    }

    /** A list's items; of a scalar or a map, itself alone, as IAM takes it. */
    @SuppressWarnings("unchecked")
    List<Tree> items() {
        if (value instanceof List<?> list) {
            return (List<Tree>) list;
        }
        return isNothing() ? List.of() : List.of(this);
    }

    List<String> texts() {
        return items().stream().map(Tree::flat).toList();
    }

    /** Of a {@code Fn::Sub} its text, of other functions their JSON-like form. */
    String flat() {
        return has("Fn::Sub") ? at("Fn::Sub").text() : value instanceof String text ? text : value.toString();
    }

    /** What this comes to, whichever way its conditions fall. */
    List<Tree> branches() {
        if (has("Fn::If")) {
            return Stream.of("1", "2")
                    .flatMap(branch -> at("Fn::If", branch).branches().stream())
                    .toList();
        }
        return at("Ref").text().equals("AWS::NoValue") ? List.of() : List.of(this);
    }

    /** Names that {@code Ref}, {@code Fn::Sub} and the conditions of {@code Fn::If} use below here. */
    TreeSet<String> names() {
        var names = new TreeSet<String>();
        members().forEach((name, below) -> {
            switch (name) {
                case "Ref" -> names.add(below.text());
                case "Fn::Sub" ->
                    PLACE.matcher(below.items().getFirst().text())
                            .results()
                            .forEach(found -> names.add(found.group(1)));
                default -> {}
            }
            names.addAll(below.names());
        });
        if (value instanceof List<?>) {
            items().forEach(item -> names.addAll(item.names()));
        }
        return names;
    }

    /** A copy in which something else stands at the path, or nothing at all. */
    Tree with(Optional<Tree> other, List<String> path) {
        if (path.isEmpty()) {
            return other.orElseThrow();
        }
        var step = path.getFirst();
        var below = path.size() == 1 ? other : Optional.of(at(step).with(other, path.subList(1, path.size())));
        if (value instanceof List<?>) {
            var items = new ArrayList<>(items());
            below.ifPresentOrElse(
                    tree -> items.set(Integer.parseInt(step), tree), () -> items.remove(Integer.parseInt(step)));
            return new Tree(items);
        }
        var members = new LinkedHashMap<>(members());
        below.ifPresentOrElse(tree -> members.put(step, tree), () -> members.remove(step));
        return new Tree(members);
    }
}

package dev.valet.local.template;

import dev.valet.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** template.yaml as it would be deployed at one place with these parameters. */
public final class Template {
    private final Json root;
    private final Intrinsics intrinsics;
    private final Map<String, Resource> resources;
    private final Naming naming;

    private Template(Json root, Place place, Map<String, String> parameters) {
        this.root = root;
        this.naming = new Naming(place, this);
        this.resources = new TreeMap<>();
        Tree.members(root, "Resources")
                .forEach((id, json) -> resources.put(
                        id,
                        new Resource(
                                id,
                                Tree.required(json, "Type"),
                                Tree.at(json, "Properties").orElse(Json.object().build()))));
        this.intrinsics = new Intrinsics(this, place, Parameters.of(root, parameters));
    }

    /** @param parameters those that differ from their defaults */
    public static Template read(Path file, Place place, Map<String, String> parameters) throws IOException {
        return of(Files.readString(file), place, parameters);
    }

    public static Template of(String yaml, Place place, Map<String, String> parameters) {
        return new Template(TemplateYaml.read(yaml), place, parameters);
    }

    /** The resources of a type that the conditions let be made. */
    public List<Resource> ofType(String type) {
        return resources.values().stream()
                .filter(resource -> resource.type().equals(type))
                .filter(resource -> Tree.text(root, "Resources", resource.logicalId(), "Condition")
                        .map(intrinsics::condition)
                        .orElse(true))
                .toList();
    }

    public Resource resource(String logicalId) {
        var found = resources.get(logicalId);
        if (found == null) {
            throw new TemplateException("the template has no resource " + logicalId);
        }
        return found;
    }

    boolean has(String logicalId) {
        return resources.containsKey(logicalId);
    }

    Optional<Json> condition(String name) {
        return Tree.at(root, "Conditions", name);
    }

    Optional<Json> mapping(String map, String top, String second) {
        return Tree.at(root, "Mappings", map, top, second);
    }

    /** A property with every function in it answered; SAM's Globals count for its functions and APIs. */
    public Optional<Json> property(Resource resource, String name) {
        var own = Tree.at(resource.properties(), name).map(intrinsics::resolve);
        var global = switch (resource.type()) {
            case "AWS::Serverless::Function" ->
                Tree.at(root, "Globals", "Function", name).map(intrinsics::resolve);
            case "AWS::Serverless::Api" -> Tree.at(root, "Globals", "Api", name).map(intrinsics::resolve);
            default -> Optional.<Json>empty();
        };
        return own.isPresent() && global.isPresent()
                ? Optional.of(merged(global.get(), own.get()))
                : own.or(() -> global);
    }

    /** As SAM does it: objects are merged, the resource's own members win, anything else is replaced. */
    private static Json merged(Json global, Json own) {
        if (global instanceof Json.Obj(var some) && own instanceof Json.Obj(var more)) {
            var all = new java.util.LinkedHashMap<>(some);
            more.forEach((name, json) -> all.merge(name, json, Template::merged));
            return new Json.Obj(all);
        }
        return own;
    }

    public Json resolve(Json json) {
        return intrinsics.resolve(json);
    }

    /** What {@code Ref} says of it. */
    public String ref(String logicalId) {
        return naming.ref(resource(logicalId));
    }

    public String name(Resource resource) {
        return naming.name(resource);
    }

    public String attribute(String logicalId, String attribute) {
        return naming.attribute(resource(logicalId), attribute);
    }
}

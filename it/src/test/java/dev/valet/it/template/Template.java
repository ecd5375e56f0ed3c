package dev.valet.it.template;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A whole template, as written or as SAM made it, with the same questions to both. */
record Template(Tree root) {
    private static final String FUNCTION = "AWS::Serverless::Function";
    private static final Path HOUSE = house();

    /** The forms that every rule is asked of. The second is there once {@code .ci/check-template} has run. */
    enum Form {
        WRITTEN,
        TRANSFORMED;

        Template read() {
            return switch (this) {
                case WRITTEN -> written();
                case TRANSFORMED -> transformed("transformed-template.json");
            };
        }
    }

    static Template written() {
        return new Template(Tree.read(file("template.yaml")));
    }

    static Template target() {
        return new Template(Tree.read(file("target.yaml")));
    }

    static Template archive() {
        return new Template(Tree.read(file("archive.yaml")));
    }

    static Template transformed(String name) {
        var made = HOUSE.resolve("target").resolve(name);
        var of = HOUSE.resolve("target/transformed-template.of");
        assumeTrue(Files.exists(made) && Files.exists(of), "SKIPPED: run .ci/check-template to make target/" + name);
        assumeTrue(
                file("target/transformed-template.of").equals(sha256(file("template.yaml"))),
                "SKIPPED: target/" + name + " is of another template.yaml; run .ci/check-template");
        return new Template(Tree.read(file("target/" + name)));
    }

    /** A file of the project, by its path from the root. */
    static String file(String path) {
        try {
            return Files.readString(HOUSE.resolve(path));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private static Path house() {
        var here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, folder -> folder != null, Path::getParent)
                .filter(folder -> Files.exists(folder.resolve("template.yaml")))
                .findFirst()
                .orElseThrow();
    }

    private static String sha256(String text) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    Tree at(String... path) {
        return root.at(path);
    }

    /** Resources of these types, each with its attributes and properties. */
    Map<String, Tree> ofType(String... types) {
        return root.at("Resources").members().entrySet().stream()
                .filter(resource ->
                        List.of(types).contains(resource.getValue().at("Type").text()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (_, b) -> b, LinkedHashMap::new));
    }

    /** The properties of each function, with SAM's Globals counted in. */
    Map<String, Tree> functions() {
        var functions = new LinkedHashMap<String, Tree>();
        ofType(FUNCTION, "AWS::Lambda::Function")
                .forEach((id, resource) -> functions.put(
                        id,
                        resource.at("Type").text().equals(FUNCTION)
                                ? merged(root.at("Globals", "Function"), resource.at("Properties"))
                                : resource.at("Properties")));
        return functions;
    }

    private static Tree merged(Tree global, Tree own) {
        if (global.members().isEmpty() || own.members().isEmpty()) {
            return own;
        }
        var all = new LinkedHashMap<>(global.members());
        own.members().forEach((name, tree) -> all.merge(name, tree, Template::merged));
        return new Tree(all);
    }

    /** The OpenAPI document of each API. */
    Map<String, Tree> apis() {
        var apis = new LinkedHashMap<String, Tree>();
        ofType("AWS::Serverless::Api", "AWS::ApiGateway::RestApi").forEach((id, resource) -> {
            var properties = resource.at("Properties");
            apis.put(id, properties.at(properties.has("Body") ? "Body" : "DefinitionBody"));
        });
        return apis;
    }

    Tree api(String id) {
        return new Tree(apis()).at(id);
    }

    Tree function(String id) {
        return new Tree(functions()).at(id);
    }

    /** Every operation of every API. */
    List<Operation> operations() {
        return apis().entrySet().stream()
                .flatMap(api -> api.getValue().at("paths").members().entrySet().stream()
                        .flatMap(path -> path.getValue().members().entrySet().stream()
                                .map(method -> new Operation(
                                        api.getKey(), method.getKey(), path.getKey(), method.getValue()))))
                .toList();
    }

    /** The properties of each stage. */
    Map<String, Tree> stages() {
        return ofType("AWS::Serverless::Api", "AWS::ApiGateway::Stage").entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, stage -> stage.getValue().at("Properties")));
    }

    /** A copy in which the path holds this YAML. */
    Template with(String yaml, String... path) {
        return new Template(root.with(Optional.of(Tree.read(yaml)), List.of(path)));
    }

    Template without(String... path) {
        return new Template(root.with(Optional.empty(), List.of(path)));
    }
}

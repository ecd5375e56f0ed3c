package dev.valet.registry;

import dev.valet.Fields;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.action.Action;
import dev.valet.action.Executor;
import dev.valet.action.Impact;
import dev.valet.grant.ActionId;
import dev.valet.identity.Environment;
import java.util.List;
import java.util.function.Supplier;

/**
 * An action as a document: read strictly, written canonically. Whether its schema is sound, and bounds what it takes, is for
 * the validator of {@code config} to say.
 */
public final class ActionDocument {
    private static final List<String> EXECUTORS = List.of("http", "kmsSign", "lambda");

    private ActionDocument() {}

    /** @throws Malformed with every problem found */
    public static Action read(Json json) {
        return Fields.read(json, fields -> {
            var id = fields.parsed("action", ActionId::parse);
            var description = fields.parsed("description", Texts::line);
            var impact = fields.parsed("impact", Impact::parse);
            var environment = fields.parsed("environment", Environment::parse);
            var input = fields.read("input", Json.Null.NULL, ActionDocument::schema);
            var spends = SpendsDocument.read(fields);
            var executor = executor(fields);
            return fields.build(() -> checked(new Action(
                    id.get(),
                    description.get(),
                    impact.get(),
                    environment.get(),
                    input.get(),
                    executor.get(),
                    spends.get())));
        });
    }

    private static Supplier<Executor> executor(Fields fields) {
        var named = EXECUTORS.stream().filter(fields::has).toList();
        if (named.size() != 1) {
            fields.problem("", "has one of " + String.join(", ", EXECUTORS));
            return () -> {
                throw new IllegalStateException("read inside build only");
            };
        }
        return switch (named.getFirst()) {
            case "http" -> {
                var template = fields.object("http", HttpTemplateDocument::read);
                yield () -> new Executor.Http(template.get());
            }
            case "kmsSign" -> {
                var template = fields.object("kmsSign", SignTemplateDocument::read);
                yield () -> new Executor.KmsSign(template.get());
            }
            default -> {
                var target = fields.object("lambda", LambdaTargetDocument::read);
                yield () -> new Executor.Lambda(target.get());
            }
        };
    }

    private static Json.Obj schema(Json json) {
        if (json instanceof Json.Obj schema) {
            return schema;
        }
        throw new Malformed("is a JSON Schema, and a JSON object");
    }

    private static Action checked(Action action) {
        SpendsDocument.check(action);
        fits(action);
        return action;
    }

    /** What its executor uses of the input is there. */
    private static void fits(Action action) {
        switch (action.executor()) {
            case Executor.Http(var template) ->
                template.inputs()
                        .forEach(path -> unless(
                                action.input().at("properties", path.steps().getFirst()) instanceof Json.Obj,
                                "/http",
                                "uses members that the input has, and not " + path));
            case Executor.KmsSign(var template) ->
                unless(
                        template.notRequiredBy(action.input()).isEmpty(),
                        "/kmsSign/members",
                        "names required members of the input");
            case Executor.Lambda _ -> {} // all of the input goes to it
        }
    }

    private static void unless(boolean holds, String place, String rule) {
        if (!holds) {
            throw new Malformed(place, rule);
        }
    }

    public static Json write(Action action) {
        var document = Json.object()
                .with("action", action.id().text())
                .with("description", action.description())
                .with("impact", action.impact().word())
                .with("environment", action.environment().word())
                .with("input", action.input());
        action.spends().ifPresent(spends -> document.with("spends", SpendsDocument.write(spends)));
        return document.with(action.executor().word(), write(action.executor())).build();
    }

    private static Json write(Executor executor) {
        return switch (executor) {
            case Executor.Http(var template) -> HttpTemplateDocument.write(template);
            case Executor.KmsSign(var template) -> SignTemplateDocument.write(template);
            case Executor.Lambda(var target) -> LambdaTargetDocument.write(target);
        };
    }
}

package dev.valet.registry;

import dev.valet.Fields;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.ObjectBuilder;
import dev.valet.action.HttpBody;
import dev.valet.action.HttpCall;
import dev.valet.action.HttpCredential;
import dev.valet.action.HttpCredential.Place;
import dev.valet.action.HttpHeaders;
import dev.valet.action.HttpLookup;
import dev.valet.action.HttpMethod;
import dev.valet.action.HttpPath;
import dev.valet.action.HttpTemplate;
import dev.valet.action.HttpText;
import dev.valet.grant.SecretArn;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The member {@code http} of an action: read strictly, written canonically. */
public final class HttpTemplateDocument {
    private static final Json NONE = Json.object().build();

    private HttpTemplateDocument() {}

    /** @throws Malformed with every problem found */
    public static HttpTemplate read(Json json) {
        return Fields.read(json, HttpTemplateDocument::read);
    }

    static @Nullable HttpTemplate read(Fields fields) {
        var host = fields.parsed("host", HttpTemplate::checkHost);
        var ipv6 = fields.flag("ipv6", false);
        var credential = fields.object("credential", HttpTemplateDocument::credential);
        var call = call(fields, fields.parsed("method", HttpMethod::parse), body(fields));
        var answer = fields.object("answer", HttpAnswerDocument::read);
        Supplier<Optional<HttpLookup>> lookup = optional(fields, "lookup");
        return fields.build(() ->
                new HttpTemplate(host.get(), ipv6.get(), credential.get(), call.get(), answer.get(), lookup.get()));
    }

    private static Supplier<Optional<HttpLookup>> optional(Fields fields, String name) {
        if (!fields.has(name)) {
            return Optional::empty;
        }
        var read = fields.object(name, HttpTemplateDocument::lookup);
        return () -> Optional.of(read.get());
    }

    private static @Nullable HttpLookup lookup(Fields fields) {
        var call = call(fields, () -> HttpMethod.GET, HttpBody.None::new);
        var found = fields.objects("found", HttpAnswerDocument::match);
        var refused = fields.objects("refused", HttpAnswerDocument::refusal);
        var notFound = fields.objects("notFound", HttpAnswerDocument::match);
        var notFoundAfter = fields.whole("notFoundAfterSeconds", 0, 7 * 24 * 3600);
        var result = HttpAnswerDocument.result(fields);
        return fields.build(() -> new HttpLookup(
                call.get(),
                found.get(),
                refused.get(),
                notFound.get(),
                Duration.ofSeconds(notFoundAfter.get()),
                result.get()));
    }

    private static Supplier<HttpCall> call(
            Fields fields, Supplier<HttpMethod> method, Supplier<? extends HttpBody> body) {
        var path = fields.parsed("path", HttpPath::parse);
        var query = fields.read("query", NONE, json -> HttpBody.pairs(HttpTexts.read(json)));
        var headers = fields.read("headers", NONE, json -> new HttpHeaders(HttpTexts.read(json)));
        return () -> new HttpCall(method.get(), path.get(), query.get(), headers.get(), body.get());
    }

    private static Supplier<? extends HttpBody> body(Fields fields) {
        boolean form = fields.has("form");
        if (form && fields.has("json")) {
            fields.problem("", "has json or form, not both");
        }
        if (form) {
            return fields.read("form", NONE, json -> new HttpBody.AsForm(HttpTexts.read(json)));
        }
        return fields.has("json") ? fields.read("json", NONE, HttpTemplateDocument::template) : HttpBody.None::new;
    }

    private static HttpBody template(Json json) {
        if (json instanceof Json.Obj template) {
            return new HttpBody.AsJson(template);
        }
        throw new Malformed("is a JSON object");
    }

    private static @Nullable HttpCredential credential(Fields fields) {
        var secret = fields.parsed("secret", SecretArn::parse);
        var as = fields.text("as");
        var user = fields.optionalText("user");
        var name = fields.optionalText("name");
        return fields.build(() -> {
            boolean basic = as.get().equals("basic");
            boolean named = as.get().equals("header") || as.get().equals("field");
            unless(basic || user.get().isEmpty(), "/user", "is for basic");
            unless(named == name.get().isPresent(), "/name", "is for header and field, and required there");
            return new HttpCredential(
                    secret.get(),
                    place(as.get(), user.get().orElse(""), name.get().orElse("")));
        });
    }

    private static Place place(String as, String user, String name) {
        return switch (as) {
            case "bearer" -> new Place.Bearer();
            case "basic" -> at("/user", () -> new Place.Basic(user));
            case "header" -> at("/name", () -> new Place.Header(name));
            case "field" -> at("/name", () -> new Place.Field(name));
            default -> throw new Malformed("/as", "is bearer, basic, header or field");
        };
    }

    private static Place at(String place, Supplier<Place> maker) {
        try {
            return maker.get();
        } catch (Malformed malformed) {
            throw new Malformed(place, malformed.problems().getFirst().rule());
        }
    }

    private static void unless(boolean holds, String place, String rule) {
        if (!holds) {
            throw new Malformed(place, rule);
        }
    }

    public static Json write(HttpTemplate template) {
        var written = Json.object()
                .with("host", template.host())
                .with("method", template.call().method().name());
        if (template.ipv6()) {
            written.with("ipv6", true);
        }
        write(template.call(), written);
        written.with("credential", write(template.credential()));
        written.with("answer", HttpAnswerDocument.write(template.answer()));
        template.lookup().ifPresent(lookup -> written.with("lookup", write(lookup)));
        return written.build();
    }

    private static void write(HttpCall call, ObjectBuilder written) {
        written.with("path", call.path().text().text());
        write("query", call.query(), written);
        write("headers", call.headers().values(), written);
        switch (call.body()) {
            case HttpBody.None() -> {}
            case HttpBody.AsJson(var template) -> written.with("json", template);
            case HttpBody.AsForm(var fields) -> written.with("form", HttpTexts.write(fields));
        }
    }

    private static void write(String name, SortedMap<String, HttpText> texts, ObjectBuilder written) {
        if (!texts.isEmpty()) {
            written.with(name, HttpTexts.write(texts));
        }
    }

    private static Json write(HttpCredential credential) {
        var written = Json.object().with("secret", credential.source().text());
        return switch (credential.place()) {
            case Place.Bearer() -> written.with("as", "bearer").build();
            case Place.Basic(String user) ->
                (user.isEmpty() ? written : written.with("user", user))
                        .with("as", "basic")
                        .build();
            case Place.Header(String name) ->
                written.with("as", "header").with("name", name).build();
            case Place.Field(String name) ->
                written.with("as", "field").with("name", name).build();
        };
    }

    private static Json write(HttpLookup lookup) {
        var written = Json.object();
        write(lookup.call(), written);
        written.with("found", HttpAnswerDocument.matches(lookup.found()));
        if (!lookup.refused().isEmpty()) {
            written.with("refused", HttpAnswerDocument.refusals(lookup.refused()));
        }
        if (!lookup.notFound().isEmpty()) {
            written.with("notFound", HttpAnswerDocument.matches(lookup.notFound()));
        }
        written.with("notFoundAfterSeconds", lookup.notFoundAfter().toSeconds());
        HttpAnswerDocument.write(lookup.result(), written);
        return written.build();
    }
}

package dev.valet.registry;

import dev.valet.Fields;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.Names;
import dev.valet.ObjectBuilder;
import dev.valet.action.HttpAnswer;
import dev.valet.action.HttpMatch;
import dev.valet.action.HttpText;
import dev.valet.action.MemberPath;
import dev.valet.action.ResultField;
import dev.valet.action.ResultMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an upstream's answers mean, as a document. */
final class HttpAnswerDocument {
    private static final String STATUSES = "lists HTTP statuses, 200 to 599";
    private static final Json NONE = Json.object().build();
    private static final int MOST_TEXT = 64 * 1024;

    private HttpAnswerDocument() {}

    static @Nullable HttpAnswer read(Fields fields) {
        var done = fields.objects("done", HttpAnswerDocument::match);
        var refused = fields.objects("refused", HttpAnswerDocument::refusal);
        var result = result(fields);
        return fields.build(() -> new HttpAnswer(done.get(), refused.get(), result.get()));
    }

    static Supplier<ResultMapping> result(Fields fields) {
        var result = fields.objectsByName("result", HttpAnswerDocument::field);
        var reference = fields.optionalText("reference");
        return () -> new ResultMapping(new TreeMap<>(result.get()), reference.get());
    }

    static @Nullable HttpMatch match(Fields fields) {
        var made = matching(fields);
        return fields.build(made);
    }

    static HttpAnswer.@Nullable Refusal refusal(Fields fields) {
        var made = matching(fields);
        var code = fields.optionalParsed("code", Names::check);
        return fields.build(() -> new HttpAnswer.Refusal(made.get(), code.get().orElse(HttpAnswer.REFUSED)));
    }

    private static Supplier<HttpMatch> matching(Fields fields) {
        var status = fields.read("status", NONE, HttpAnswerDocument::statuses);
        var where =
                fields.read("where", NONE, json -> HttpTexts.each(json, MemberPath::parse, HttpAnswerDocument::listed));
        var absent = fields.texts("absent", MemberPath::parse);
        return () -> new HttpMatch(status.get(), where.get(), absent.get());
    }

    private static SortedSet<Integer> statuses(Json json) {
        var statuses = new TreeSet<Integer>();
        var items = json instanceof Json.Arr(var found) ? found : List.<Json>of();
        items.forEach(item -> {
            boolean status = item instanceof Json.Int(long number) && number >= 200 && number <= 599;
            Malformed.unless(status, STATUSES);
            statuses.add((int) ((Json.Int) item).value());
        });
        Malformed.unless(!statuses.isEmpty(), STATUSES);
        return statuses;
    }

    private static List<HttpText> listed(Json json) {
        var texts = new ArrayList<HttpText>();
        for (var item : json instanceof Json.Arr(var items) ? items : List.of(json)) {
            Malformed.unless(item instanceof Json.Str, "is an array of strings");
            texts.add(HttpText.parse(((Json.Str) item).text()));
        }
        return texts;
    }

    private static @Nullable ResultField field(Fields fields) {
        fields.text("type");
        var optional = fields.flag("optional", false);
        return switch (fields.json("type").map(Json::textAt).orElse("")) {
            case "text" -> {
                var at = fields.parsed("at", MemberPath::parse);
                var most = fields.whole("most", 1, MOST_TEXT);
                var characters = fields.parsed("characters", ResultField.Characters::parse);
                yield fields.build(
                        () -> new ResultField.Text(at.get(), most.get().intValue(), characters.get(), optional.get()));
            }
            case "word" -> {
                var at = fields.parsed("at", MemberPath::parse);
                var oneOf = fields.texts("oneOf", Function.identity());
                yield fields.build(() -> new ResultField.Word(at.get(), oneOf.get(), optional.get()));
            }
            case "whole" -> whole(fields, optional);
            case "flag" -> {
                var at = fields.parsed("at", MemberPath::parse);
                yield fields.build(() -> new ResultField.Flag(at.get(), optional.get()));
            }
            default -> {
                if (fields.has("type")) {
                    fields.problem("type", "is text, word, whole or flag");
                }
                yield null;
            }
        };
    }

    private static @Nullable ResultField whole(Fields fields, Supplier<Boolean> optional) {
        boolean one = fields.has("at");
        if (one == fields.has("sum")) {
            fields.problem("", "has either at or sum");
        }
        Supplier<List<MemberPath>> sum = one ? listOf(fields.parsed("at", MemberPath::parse)) : paths(fields);
        var least = fields.whole("least", Long.MIN_VALUE, Long.MAX_VALUE, 0);
        var most = fields.whole("most", Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
        return fields.build(() -> new ResultField.Whole(sum.get(), least.get(), most.get(), optional.get()));
    }

    private static Supplier<List<MemberPath>> listOf(Supplier<MemberPath> path) {
        return () -> List.of(path.get());
    }

    private static Supplier<List<MemberPath>> paths(Fields fields) {
        return fields.texts("sum", MemberPath::parse);
    }

    static Json write(HttpAnswer answer) {
        var written = Json.object().with("done", matches(answer.done()));
        if (!answer.refused().isEmpty()) {
            written.with("refused", refusals(answer.refused()));
        }
        write(answer.result(), written);
        return written.build();
    }

    static void write(ResultMapping mapping, ObjectBuilder written) {
        if (!mapping.fields().isEmpty()) {
            var fields = Json.object();
            mapping.fields().forEach((name, field) -> fields.with(name, write(field)));
            written.with("result", fields.build());
        }
        written.with("reference", mapping.reference());
    }

    private static Json write(ResultField field) {
        var written = Json.object();
        switch (field) {
            case ResultField.Text(var at, int most, var characters, boolean _) ->
                written.with("type", "text")
                        .with("at", at.text())
                        .with("most", most)
                        .with("characters", characters.word());
            case ResultField.Word(var at, var oneOf, boolean _) ->
                written.with("type", "word").with("at", at.text()).with("oneOf", oneOf);
            case ResultField.Whole(var sum, long least, long most, boolean _) -> {
                written.with("type", "whole");
                if (sum.size() == 1) {
                    written.with("at", sum.getFirst().text());
                } else {
                    written.with("sum", sum.stream().map(MemberPath::text).toList());
                }
                written.with("least", least);
                if (most != Long.MAX_VALUE) {
                    written.with("most", most);
                }
            }
            case ResultField.Flag(var at, boolean _) ->
                written.with("type", "flag").with("at", at.text());
        }
        if (field.optional()) {
            written.with("optional", true);
        }
        return written.build();
    }

    static Json matches(List<HttpMatch> matches) {
        return new Json.Arr(
                matches.stream().map(match -> (Json) write(match).build()).toList());
    }

    static Json refusals(List<HttpAnswer.Refusal> refusals) {
        return new Json.Arr(refusals.stream()
                .map(refusal -> (Json)
                        write(refusal.match()).with("code", refusal.code()).build())
                .toList());
    }

    private static ObjectBuilder write(HttpMatch match) {
        var written = Json.object()
                .with(
                        "status",
                        new Json.Arr(match.statuses().stream().map(Json::of).toList()));
        if (!match.where().isEmpty()) {
            var where = Json.object();
            match.where()
                    .forEach((path, texts) -> where.with(
                            path.text(), texts.stream().map(HttpText::text).toList()));
            written.with("where", where.build());
        }
        if (!match.absent().isEmpty()) {
            written.with("absent", match.absent().stream().map(MemberPath::text).toList());
        }
        return written;
    }
}

package dev.valet.registry;

import dev.valet.Fields;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.Names;
import dev.valet.action.AnswerField;
import dev.valet.action.LambdaTarget;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The part of an action that is a function to invoke. */
final class LambdaTargetDocument {
    private LambdaTargetDocument() {}

    static @Nullable LambdaTarget read(Fields fields) {
        var function = fields.text("function");
        var result = fields.objectsByName("result", LambdaTargetDocument::field);
        var refusals = fields.texts("refusals", Names::check);
        var seconds =
                fields.whole("timeoutSeconds", 1, LambdaTarget.LONGEST.toSeconds(), LambdaTarget.USUAL.toSeconds());
        return fields.build(() -> new LambdaTarget(
                function.get(),
                new TreeMap<>(result.get()),
                distinct(refusals.get()),
                Duration.ofSeconds(seconds.get())));
    }

    private static Set<String> distinct(List<String> refusals) {
        var distinct = Set.copyOf(refusals);
        if (distinct.size() < refusals.size()) {
            throw new Malformed("/refusals", "lists each once");
        }
        return distinct;
    }

    private static @Nullable AnswerField field(Fields fields) {
        var type = fields.parsed("type", AnswerField.Type::parse);
        var most = fields.whole("most", 1, AnswerField.LONGEST, 0);
        return fields.build(() -> new AnswerField(type.get(), most.get().intValue()));
    }

    static Json write(LambdaTarget target) {
        var result = Json.object();
        target.result().forEach((name, field) -> result.with(name, write(field)));
        return Json.object()
                .with("function", target.functionArn())
                .with("result", result.build())
                .with("refusals", target.refusals().stream().sorted().toList())
                .with("timeoutSeconds", target.timeout().toSeconds())
                .build();
    }

    private static Json write(AnswerField field) {
        var written = Json.object().with("type", field.type().word());
        if (field.most() > 0) {
            written.with("most", field.most());
        }
        return written.build();
    }
}

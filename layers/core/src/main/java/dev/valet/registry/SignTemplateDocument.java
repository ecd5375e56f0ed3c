package dev.valet.registry;

import dev.valet.Fields;
import dev.valet.Json;
import dev.valet.Names;
import dev.valet.action.SignTemplate;
import dev.valet.action.SignTemplate.Algorithm;
import org.jspecify.annotations.Nullable;

/** The part of an action that is a signature over a typed document. */
final class SignTemplateDocument {
    private SignTemplateDocument() {}

    static @Nullable SignTemplate read(Fields fields) {
        var type = fields.parsed("type", Names::check);
        var key = fields.text("key");
        var algorithm = fields.parsed("algorithm", Algorithm::parse);
        var members = fields.texts("members", text -> text);
        return fields.build(() -> new SignTemplate(type.get(), key.get(), algorithm.get(), members.get()));
    }

    static Json write(SignTemplate template) {
        return Json.object()
                .with("type", template.type())
                .with("key", template.keyArn())
                .with("algorithm", template.algorithm().name())
                .with("members", template.members())
                .build();
    }
}

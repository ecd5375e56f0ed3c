package dev.valet.registry;

import dev.valet.Fields;
import dev.valet.Json;
import dev.valet.action.SignTemplate;
import org.jspecify.annotations.Nullable;

/** The part of an action that is its executor. */
final class SignTemplateDocument {
    private SignTemplateDocument() {}

    static @Nullable SignTemplate read(Fields fields) {
        var keyArn = fields.parsed("keyArn", Texts::line);
        return fields.build(() -> new SignTemplate(keyArn.get()));
    }

    static Json write(SignTemplate template) {
        return Json.object().with("keyArn", template.keyArn()).build();
    }
}

package dev.valet.registry;

import dev.valet.Fields;
import dev.valet.Json;
import dev.valet.action.HttpTemplate;
import org.jspecify.annotations.Nullable;

/** The part of an action that is its executor. */
final class HttpTemplateDocument {
    private HttpTemplateDocument() {}

    static @Nullable HttpTemplate read(Fields fields) {
        var host = fields.parsed("host", Texts::line);
        return fields.build(() -> new HttpTemplate(host.get()));
    }

    static Json write(HttpTemplate template) {
        return Json.object().with("host", template.host()).build();
    }
}

package dev.valet.registry;

import dev.valet.Fields;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.PlainText;
import dev.valet.guardrail.Guardrail;
import dev.valet.guardrail.GuardrailId;

/** A guardrail as a document. Whether its Cedar text is sound is for the Cedar validator of {@code config} to say. */
public final class GuardrailDocument {
    private GuardrailDocument() {}

    /** @throws Malformed with every problem found */
    public static Guardrail read(Json json) {
        return Fields.read(json, fields -> {
            var id = fields.parsed("guardrail", GuardrailId::parse);
            var description = fields.parsed("description", Texts::line);
            var cedar = fields.parsed("cedar", GuardrailDocument::policy);
            var approval = ApprovalRuleDocument.read(fields);
            return fields.build(() -> new Guardrail(id.get(), description.get(), cedar.get(), approval.get()));
        });
    }

    private static String policy(String text) {
        Malformed.unless(!text.isBlank() && text.length() <= 10_000, "is a Cedar policy of 10000 characters at most");
        Malformed.unless(
                text.lines().allMatch(line -> PlainText.is(line.replace('\t', ' '))),
                "has no control or formatting characters but ends of lines and tabs");
        return text;
    }

    public static Json write(Guardrail guardrail) {
        var document = Json.object()
                .with("guardrail", guardrail.id().text())
                .with("description", guardrail.description())
                .with("cedar", guardrail.cedar());
        ApprovalRuleDocument.write(guardrail.approval(), document);
        return document.build();
    }
}

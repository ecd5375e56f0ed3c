package dev.valet.registry;

import dev.valet.Fields;
import dev.valet.Json;
import dev.valet.ObjectBuilder;
import dev.valet.grant.ApprovalRule;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The member {@code approval}: the word {@code required}, or how many people and for how many minutes; absent means none. */
final class ApprovalRuleDocument {
    private static final String REQUIRED = "required";

    private ApprovalRuleDocument() {}

    static Supplier<ApprovalRule> read(Fields fields) {
        if (!fields.has("approval")) {
            return () -> ApprovalRule.NONE;
        }
        if (fields.json("approval").equals(Optional.of(Json.of(REQUIRED)))) {
            return () -> ApprovalRule.REQUIRED;
        }
        if (fields.json("approval").filter(Json.Obj.class::isInstance).isEmpty()) {
            fields.problem("approval", "is required, or an object with approvers and minutes");
            return () -> ApprovalRule.NONE;
        }
        return fields.object("approval", ApprovalRuleDocument::rule);
    }

    private static @Nullable ApprovalRule rule(Fields fields) {
        var approvers = fields.whole("approvers", 1, ApprovalRule.MOST_APPROVERS, 1);
        var minutes = fields.whole("minutes", 1, ApprovalRule.LONGEST.toMinutes(), 60);
        return fields.build(() -> new ApprovalRule(approvers.get().intValue(), Duration.ofMinutes(minutes.get())));
    }

    static void write(ApprovalRule rule, ObjectBuilder document) {
        if (rule.isNone()) {
            return;
        }
        document.with(
                "approval",
                rule.equals(ApprovalRule.REQUIRED)
                        ? Json.of(REQUIRED)
                        : Json.object()
                                .with("approvers", rule.approvers())
                                .with("minutes", rule.validFor().toMinutes())
                                .build());
    }
}

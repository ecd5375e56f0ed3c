package dev.valet.registry;

import dev.valet.Fields;
import dev.valet.Json;
import dev.valet.action.LambdaTarget;
import org.jspecify.annotations.Nullable;

/** The part of an action that is its executor. */
final class LambdaTargetDocument {
    private LambdaTargetDocument() {}

    static @Nullable LambdaTarget read(Fields fields) {
        var functionArn = fields.parsed("functionArn", Texts::line);
        return fields.build(() -> new LambdaTarget(functionArn.get()));
    }

    static Json write(LambdaTarget target) {
        return Json.object().with("functionArn", target.functionArn()).build();
    }
}

package dev.valet.registry;

import dev.valet.Fields;
import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.Names;
import dev.valet.action.SignTemplate;
import dev.valet.action.SignTemplate.Algorithm;
import java.util.ArrayList;
import java.util.List;
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

    /**
     * What is wrong with it that is not in it alone.
     *
     * @param input the schema of the action's input
     */
    static List<Malformed.Problem> faults(SignTemplate template, Json.Obj input, Deployment deployment) {
        var faults = new ArrayList<Malformed.Problem>();
        if (!template.notRequiredBy(input).isEmpty()) {
            faults.add(new Malformed.Problem("/members", "are all required by the schema of the input"));
        }
        if (deployment.ownKeys().contains(template.keyArn())) {
            faults.add(new Malformed.Problem("/key", "is none of the keys by which Valet signs for itself"));
        }
        // Elsewhere a leased session could be allowed to use it; here every one is denied (S-6).
        if (deployment
                .account()
                .filter(own -> !own.equals(template.keyAccount()))
                .isPresent()) {
            faults.add(new Malformed.Problem("/key", "is of Valet's own account, which no session reaches"));
        }
        return faults;
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

package dev.valet.action;

import dev.valet.Json;
import dev.valet.Malformed;
import java.util.List;

/** Answers JSON Schema (2020-12) questions, strictly. Patterns are matched in linear time, whatever the input. */
public interface InputSchemas {
    /** Stands wherever nothing was wired: no input fits. */
    InputSchemas REFUSING = new InputSchemas() {
        @Override
        public List<Malformed.Problem> faults(Json.Obj schema) {
            return List.of(new Malformed.Problem("", "cannot be checked here"));
        }

        @Override
        public List<Malformed.Problem> check(Json.Obj schema, Json.Obj input) {
            return List.of(new Malformed.Problem("", "cannot be checked here"));
        }
    };

    /** What is wrong with a schema: against the meta-schema, and against what Valet asks of an input beyond it. */
    List<Malformed.Problem> faults(Json.Obj schema);

    /** Where the input breaks the schema; the values themselves are never repeated. */
    List<Malformed.Problem> check(Json.Obj schema, Json.Obj input);
}

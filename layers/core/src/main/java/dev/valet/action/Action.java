package dev.valet.action;

import dev.valet.Json;
import dev.valet.identity.Environment;
import java.util.Optional;

/**
 * A business primitive. Operators write it; an agent gets it by a grant and fills in its input, and nothing else of it (INV-7).
 *
 * @param description what an agent, or a person who approves, reads
 * @param environment what its target belongs to; a grant of it is of the same
 * @param input JSON Schema (2020-12) of the input, an object that takes no members it does not name
 * @param spends what performing it uses up, when that is bounded by the budget of the grant
 */
public record Action(
        ActionId id,
        String description,
        Impact impact,
        Environment environment,
        Json.Obj input,
        Executor executor,
        Optional<Spends> spends) {}

package dev.valet.action;

import dev.valet.Json;
import dev.valet.grant.ActionId;
import dev.valet.identity.Environment;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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
        Optional<Spends> spends) {

    /** The members of the input, at its top level, whose schema says this type and no other. */
    public Set<String> members(String type) {
        var names = new TreeSet<String>();
        if (input.at("properties") instanceof Json.Obj(var members)) {
            members.forEach((name, schema) -> {
                if (schema.textAt("type").equals(type)) {
                    names.add(name);
                }
            });
        }
        return names;
    }

    /** Whether no input is without this member. */
    public boolean requires(String member) {
        return input.at("required") instanceof Json.Arr(var names) && names.contains(Json.of(member));
    }
}

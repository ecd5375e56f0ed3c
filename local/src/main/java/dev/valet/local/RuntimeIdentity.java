package dev.valet.local;

import dev.valet.Json;
import dev.valet.SecretText;
import dev.valet.json.StrictJson;
import dev.valet.local.template.Tree;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an agent's runtime gives it.
 *
 * @param variables for its environment; with AWS credentials when the identity is a role
 * @param token when the identity is a subject of the local OIDC issuer
 */
record RuntimeIdentity(Map<String, String> variables, Optional<SecretText> token) {
    Json json() {
        return Json.object()
                .with("variables", Json.strings(variables))
                .with("token", token.map(secret -> secret.use(text -> text)))
                .build();
    }

    static RuntimeIdentity read(String text) {
        var json = StrictJson.read(text);
        var variables = new TreeMap<String, String>();
        Tree.members(json, "variables").forEach((name, value) -> variables.put(name, Tree.text(value)));
        return new RuntimeIdentity(variables, Tree.text(json, "token").map(SecretText::new));
    }

    @Override
    public String toString() {
        return "RuntimeIdentity" + variables.keySet();
    }
}

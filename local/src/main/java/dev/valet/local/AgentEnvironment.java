package dev.valet.local;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The environment of an agent's process, as its runtime would set it: nothing of the developer's own AWS stays in it. */
final class AgentEnvironment {
    private static final String LOOPBACK = "127.0.0.1,localhost";

    private AgentEnvironment() {}

    /**
     * The environment.
     *
     * @param parent what the developer's shell has
     * @param identity what the runtime sets, from the running {@code valet up}
     * @param token a file with the agent's OIDC token, for agents that have one
     * @param grant a grant, with its parameters as a query, whose credentials an AWS SDK shall fetch by itself
     */
    static Map<String, String> of(
            Map<String, String> parent, RuntimeIdentity identity, Optional<Path> token, Optional<String> grant) {
        var env = new TreeMap<>(parent);
        // Keys, profiles, role and endpoint settings: each of them wins over what the runtime gives, in one SDK or
        // another.
        env.keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("VALET_"));
        env.putAll(identity.variables());
        env.put("AWS_EC2_METADATA_DISABLED", "true");
        env.put("AWS_CONFIG_FILE", "/dev/null");
        env.put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
        for (var name : new String[] {"NO_PROXY", "no_proxy"}) {
            env.merge(name, LOOPBACK, (there, ours) -> there.isEmpty() ? ours : there + "," + ours);
        }
        token.ifPresent(file -> env.put("VALET_TOKEN_FILE", file.toString()));
        if (token.isPresent() && grant.isPresent()) {
            env.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", env.get("VALET_URL") + "/oidc/v1/credentials/" + grant.get());
            env.put("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", token.get().toString());
        }
        return env;
    }
}

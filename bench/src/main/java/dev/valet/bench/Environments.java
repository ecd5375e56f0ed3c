package dev.valet.bench;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** The environment variables of the issue function, as the template sets them, with AWS on the loopback. */
final class Environments {
    static final String STATE = "valet-state";
    static final String AUDIT = "valet-audit";

    private Environments() {}

    static Map<String, String> of(URI aws) {
        var env = new HashMap<>(Map.of(
                "VALET_STATE_TABLE",
                STATE,
                "VALET_AUDIT_TABLE",
                AUDIT,
                "VALET_ACCOUNT",
                World.ACCOUNT,
                "VALET_STAGE",
                Events.STAGE,
                "VALET_API_ID",
                Events.API,
                "VALET_AUDIENCE",
                "valet",
                "AWS_REGION",
                "eu-west-1"));
        env.put("AWS_ENDPOINT_URL", aws.toString());
        // Of nobody's account: the stub looks at no signature.
        env.put("AWS_ACCESS_KEY_ID", "AKIABENCHBENCHBENCH0");
        env.put("AWS_SECRET_ACCESS_KEY", "bench-secret-access-key");
        return env;
    }
}

package dev.valet.local.aws;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An access key as a client holds it. Its text never shows the secret or the token. */
public record Credentials(
        String accessKeyId, String secretAccessKey, Optional<String> sessionToken, Optional<Instant> expires) {

    /** The variables in which an SDK looks for them. */
    public Map<String, String> environment() {
        var variables = new TreeMap<String, String>();
        variables.put("AWS_ACCESS_KEY_ID", accessKeyId);
        variables.put("AWS_SECRET_ACCESS_KEY", secretAccessKey);
        sessionToken.ifPresent(token -> variables.put("AWS_SESSION_TOKEN", token));
        return variables;
    }

    @Override
    public String toString() {
        return "Credentials[" + accessKeyId + "]";
    }
}

package dev.valet.edge;

import dev.valet.Json;
import dev.valet.identity.PresentedToken;
import dev.valet.identity.Principal;
import dev.valet.json.StrictJson;
import dev.valet.limit.Origin;
import java.util.Map;
import java.util.Optional;

/**
 * One request whose caller is known.
 *
 * @param person the session name, on the operator API only, where Identity Center writes the person into it; elsewhere the
 *     caller chose it, and it is empty
 * @param token the bearer token, without itself; empty for a caller who signed the request
 * @param resource the route as API Gateway names it, for example {@code /v1/leases/{id}}
 * @param path the values of the route's parts, by name
 * @param query no name comes twice
 * @param idempotencyKey the only header that is read
 * @param body text of the bounded size; empty for none
 * @param requestId API Gateway's, as its access log has it
 * @param origin where it came from
 */
public record Call(
        Principal principal,
        String person,
        Optional<PresentedToken> token,
        String method,
        String resource,
        Map<String, String> path,
        Map<String, String> query,
        Optional<String> idempotencyKey,
        String body,
        String requestId,
        Origin origin) {

    public Call {
        path = Map.copyOf(path);
        query = Map.copyOf(query);
    }

    /** @throws dev.valet.Malformed unless the body is strict JSON */
    public Json json() {
        return StrictJson.read(body);
    }

    /** As routes are named in tables, logs and metrics. */
    public String route() {
        return method + " " + resource;
    }

    /** A body is a stranger's text, or worse a secret that somebody sent by mistake: nothing prints it. */
    @Override
    public String toString() {
        return route() + " " + requestId;
    }
}

package dev.valet.local;

import dev.valet.json.StrictJson;
import dev.valet.local.aws.Credentials;
import dev.valet.local.template.Tree;
import java.time.Instant;
import java.util.Optional;

/** A lease as an agent receives it. */
record Lease(
        String id,
        Instant expiresAt,
        Optional<Credentials> session,
        Optional<String> value,
        Optional<String> secretArn) {
    static Lease read(SignedHttp.Response response) {
        if (response.status() != 201) {
            throw new IllegalStateException("no lease but " + response.status() + " " + response.body());
        }
        var json = StrictJson.read(response.body());
        var session = Tree.text(json, "credential", "accessKeyId")
                .map(key -> new Credentials(
                        key,
                        Tree.required(json, "credential", "secretAccessKey"),
                        Tree.text(json, "credential", "sessionToken"),
                        Optional.empty()));
        return new Lease(
                Tree.required(json, "lease", "id"),
                Instant.parse(Tree.required(json, "lease", "expiresAt")),
                session,
                Tree.text(json, "credential", "value"),
                Tree.text(json, "credential", "secretArn"));
    }

    @Override
    public String toString() {
        return "Lease[" + id + "]";
    }
}

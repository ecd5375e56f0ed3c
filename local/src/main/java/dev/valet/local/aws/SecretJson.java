package dev.valet.local.aws;

import dev.valet.local.aws.Secret.Version;
import dev.valet.local.aws.wire.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A secret as it lies in the development store: in clear. */
final class SecretJson {
    private SecretJson() {}

    static Map<String, Object> write(Secret secret) {
        var versions = new LinkedHashMap<String, Object>();
        secret.versions().forEach((id, version) -> versions.put(id, write(version)));
        var json = new LinkedHashMap<String, Object>();
        json.put("name", secret.name());
        json.put("description", secret.description());
        json.put("tags", secret.tags());
        json.put("versions", versions);
        json.put("created", secret.created());
        json.put("changed", secret.changed());
        secret.rotated().ifPresent(when -> json.put("rotated", when));
        secret.deleted().ifPresent(when -> json.put("deleted", when));
        return json;
    }

    static Secret read(String arn, Map<String, Object> json) {
        var versions = new LinkedHashMap<String, Version>();
        Json.object(AccountJson.member(json, "versions"), "versions")
                .forEach((id, each) -> versions.put(id, version(id, Json.object(each, id))));
        return new Secret(
                arn,
                AccountJson.text(json, "name"),
                AccountJson.text(json, "description"),
                AccountJson.texts(json, "tags"),
                Map.copyOf(versions),
                Instant.parse(AccountJson.text(json, "created")),
                Instant.parse(AccountJson.text(json, "changed")),
                time(json, "rotated"),
                time(json, "deleted"));
    }

    private static Optional<Instant> time(Map<String, Object> json, String name) {
        return Optional.ofNullable(json.get(name)).map(String::valueOf).map(Instant::parse);
    }

    private static Map<String, Object> write(Version version) {
        var json = new LinkedHashMap<String, Object>();
        version.text().ifPresent(text -> json.put("text", text));
        version.binary().ifPresent(binary -> json.put("binary", binary));
        json.put("stages", version.stages());
        json.put("created", version.created());
        return json;
    }

    private static Version version(String id, Map<String, Object> json) {
        return new Version(
                id,
                Optional.ofNullable(json.get("text")).map(String::valueOf),
                Optional.ofNullable(json.get("binary")).map(String::valueOf),
                Set.copyOf(Json.texts(AccountJson.member(json, "stages"), "stages")),
                Instant.parse(AccountJson.text(json, "created")));
    }
}

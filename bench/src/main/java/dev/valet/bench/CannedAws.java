package dev.valet.bench;

import dev.valet.Json;
import dev.valet.json.StrictJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers the calls that issuing makes as AWS would, from a {@link World} that never changes and the leases written lately.
 * It checks nothing: what is right is tested elsewhere, here it only has to be cheap.
 */
final class CannedAws implements Aws {
    private static final int LATELY = 64;
    /** As long as STS makes them. */
    private static final String SESSION_TOKEN = "bench-session-token-".repeat(40);

    private final World world;
    private final Map<String, Json> leases = new ConcurrentHashMap<>();

    CannedAws(World world) {
        this.world = world;
    }

    @Override
    public Answer answer(String operation, String body) {
        return switch (operation) {
            case "AssumeRole" -> session();
            case "GetItem" -> item(body);
            case "BatchGetItem" -> items(body);
            case "PutItem" -> put(body);
            case "UpdateItem" -> Answer.json(Json.object().build());
            case "Query" ->
                Answer.json(Json.object()
                        .with("Items", new Json.Arr(List.of()))
                        .with("Count", 0)
                        .build());
            default -> throw new IllegalStateException("issuing does not call " + operation);
        };
    }

    private Answer item(String body) {
        var answer = Json.object();
        row(member(StrictJson.read(body), "Key")).ifPresent(row -> answer.with("Item", row));
        return Answer.json(answer.build());
    }

    private Answer items(String body) {
        var tables = (Json.Obj) member(StrictJson.read(body), "RequestItems");
        var responses = Json.object();
        tables.members().forEach((table, asked) -> {
            var found = new ArrayList<Json>();
            ((Json.Arr) member(asked, "Keys")).items().forEach(key -> row(key).ifPresent(found::add));
            responses.with(table, new Json.Arr(found));
        });
        return Answer.json(Json.object()
                .with("Responses", responses.build())
                .with("UnprocessedKeys", Json.object().build())
                .build());
    }

    private Answer put(String body) {
        var item = member(StrictJson.read(body), "Item");
        var key = key(item);
        if (key.startsWith("leases#")) {
            if (leases.size() >= LATELY) {
                leases.clear();
            }
            leases.put(key, item);
        }
        return Answer.json(Json.object().build());
    }

    private Optional<Json> row(Json key) {
        var written = leases.get(key(key));
        return written == null ? world.row(part(key, "pk"), part(key, "sk")) : Optional.of(written);
    }

    private static String key(Json item) {
        return part(item, "pk") + "/" + part(item, "sk");
    }

    private static String part(Json item, String name) {
        return ((Json.Str) member(member(item, name), "S")).text();
    }

    private static Json member(Json json, String name) {
        var member = ((Json.Obj) json).members().get(name);
        if (member == null) {
            throw new IllegalStateException("the request has no " + name);
        }
        return member;
    }

    static Answer session() {
        var expiration = Instant.now().plusSeconds(900).truncatedTo(ChronoUnit.SECONDS);
        var body = """
                <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>\
                <Credentials><AccessKeyId>ASIABENCHBENCHBENCH0</AccessKeyId>\
                <SecretAccessKey>bench/secret/access/key/bench/secret/key</SecretAccessKey>\
                <SessionToken>%s</SessionToken><Expiration>%s</Expiration></Credentials>\
                <PackedPolicySize>31</PackedPolicySize></AssumeRoleResult>\
                <ResponseMetadata><RequestId>bench</RequestId></ResponseMetadata></AssumeRoleResponse>
                """.formatted(SESSION_TOKEN, expiration);
        return new Answer("text/xml", body);
    }
}

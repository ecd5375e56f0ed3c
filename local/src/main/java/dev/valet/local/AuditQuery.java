package dev.valet.local;

import dev.valet.Json;
import dev.valet.ObjectBuilder;
import dev.valet.local.template.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads the audit table as its keys lie: an agent over all of its shards, or one writer. */
sealed interface AuditQuery {
    String SHARDS = "0123456789abcdef";

    record OfAgent(String agent) implements AuditQuery {
        @Override
        public List<Json> ask(Deployment deployment) {
            var found = new ArrayList<Json>();
            for (int i = 0; i < SHARDS.length(); i++) {
                found.addAll(rows(deployment, "byAgent", "agentShard", agent + "#" + SHARDS.charAt(i)));
            }
            found.sort(Comparator.comparing(row -> Tree.required(row, "place", "S")));
            return found;
        }
    }

    /** One whole chain. */
    record OfWriter(String partition) implements AuditQuery {
        @Override
        public List<Json> ask(Deployment deployment) {
            var answer = deployment.audit(condition("pk", partition).build());
            return Tree.items(answer, "Items");
        }
    }

    List<Json> ask(Deployment deployment);

    private static List<Json> rows(Deployment deployment, String index, String key, String value) {
        var answer =
                deployment.audit(condition(key, value).with("IndexName", index).build());
        return Tree.items(answer, "Items");
    }

    private static ObjectBuilder condition(String key, String value) {
        return Json.object()
                .with("KeyConditionExpression", "#k = :v")
                .with("ExpressionAttributeNames", Json.object().with("#k", key).build())
                .with(
                        "ExpressionAttributeValues",
                        Json.object()
                                .with(":v", Json.object().with("S", value).build())
                                .build());
    }
}

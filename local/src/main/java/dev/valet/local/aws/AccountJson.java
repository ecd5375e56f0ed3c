package dev.valet.local.aws;

import dev.valet.local.aws.policy.Policy;
import dev.valet.local.aws.wire.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** An account as it lies in the development store. */
final class AccountJson {
    private AccountJson() {}

    static Map<String, Object> write(Account account) {
        Administrator user = account.administratorUser();
        return Map.of(
                "id", account.id(),
                "administrator",
                        Map.of(
                                "id", user.id(),
                                "accessKeyId", user.credentials().accessKeyId(),
                                "secretAccessKey", user.credentials().secretAccessKey()),
                "policies",
                        account.policies().values().stream()
                                .map(AccountJson::policy)
                                .toList(),
                "roles",
                        account.roles().values().stream().map(AccountJson::role).toList());
    }

    static Account read(Map<String, Object> json, Accounts accounts) {
        String id = text(json, "id");
        var user = Json.object(member(json, "administrator"), "administrator");
        var credentials = new Credentials(
                text(user, "accessKeyId"), text(user, "secretAccessKey"), Optional.empty(), Optional.empty());
        var account = new Account(id, accounts, new Administrator(id, text(user, "id"), credentials));
        for (Object each : (List<?>) member(json, "policies")) {
            ManagedPolicy policy = policy(Json.object(each, "policy"));
            account.policies().put(policy.arn(), policy);
        }
        for (Object each : (List<?>) member(json, "roles")) {
            Role role = role(id, Json.object(each, "role"));
            account.roles().put(role.name(), role);
        }
        return account;
    }

    private static Map<String, Object> policy(ManagedPolicy policy) {
        return Map.of(
                "arn",
                policy.arn(),
                "id",
                policy.id(),
                "document",
                policy.policy().text(),
                "created",
                policy.created());
    }

    private static ManagedPolicy policy(Map<String, Object> json) {
        return new ManagedPolicy(
                text(json, "arn"),
                text(json, "id"),
                Policy.identity(text(json, "document")),
                Instant.parse(text(json, "created")));
    }

    private static Map<String, Object> role(Role role) {
        var inline = new TreeMap<String, String>();
        role.inline().forEach((name, policy) -> inline.put(name, policy.text()));
        var json = new LinkedHashMap<String, Object>();
        json.put("path", role.path());
        json.put("name", role.name());
        json.put("id", role.id());
        json.put("trust", role.trust().policy().text());
        json.put("trusted", role.trust().uniqueIds());
        json.put("inline", inline);
        json.put("attached", role.attached());
        json.put("tags", role.tags());
        role.boundary().ifPresent(arn -> json.put("boundary", arn));
        json.put("maxSessionSeconds", Integer.toString(role.maxSessionSeconds()));
        json.put("created", role.created());
        return json;
    }

    private static Role role(String account, Map<String, Object> json) {
        var inline = new TreeMap<String, Policy>();
        texts(json, "inline").forEach((name, document) -> inline.put(name, Policy.identity(document)));
        return new Role(
                account,
                text(json, "path"),
                text(json, "name"),
                text(json, "id"),
                new Trust(Policy.trust(text(json, "trust")), texts(json, "trusted")),
                inline,
                Set.copyOf(Json.texts(member(json, "attached"), "attached")),
                texts(json, "tags"),
                Optional.ofNullable(json.get("boundary")).map(String::valueOf),
                Integer.parseInt(text(json, "maxSessionSeconds")),
                Instant.parse(text(json, "created")));
    }

    static Object member(Map<String, Object> json, String name) {
        return Optional.ofNullable(json.get(name))
                .orElseThrow(() -> new IllegalArgumentException("the store lacks " + name));
    }

    static String text(Map<String, Object> json, String name) {
        return Json.text(member(json, name), name);
    }

    static Map<String, String> texts(Map<String, Object> json, String name) {
        var texts = new TreeMap<String, String>();
        Json.object(member(json, name), name).forEach((key, value) -> texts.put(key, Json.text(value, key)));
        return texts;
    }
}

package dev.valet.local.aws;

import dev.valet.local.aws.policy.Policy;
import dev.valet.local.aws.wire.Json;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** All accounts of this machine's AWS, side by side. */
final class Accounts {
    final Clock clock;
    private final StateFile file;
    private final Map<String, Account> byId = new ConcurrentSkipListMap<>();

    Accounts(Clock clock, StateFile file) {
        this.clock = clock;
        this.file = file;
        file.load().ifPresent(json -> {
            for (Object each : (List<?>) AccountJson.member(json, "accounts")) {
                Account account = AccountJson.read(Json.object(each, "account"), this);
                byId.put(account.id(), account);
            }
        });
    }

    synchronized Account account(String id) {
        Account found = byId.get(id);
        if (found != null) {
            return found;
        }
        if (id.length() != 12 || !id.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("an account has 12 digits");
        }
        Account fresh = new Account(id, this, Administrator.fresh(id));
        byId.put(id, fresh);
        changed();
        return fresh;
    }

    Optional<Account> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Optional<Administrator> administrator(String accessKeyId) {
        return byId.values().stream()
                .map(Account::administratorUser)
                .filter(each -> each.credentials().accessKeyId().equals(accessKeyId))
                .findFirst();
    }

    Optional<Role> role(String arn) {
        return find(Arns.account(arn))
                .flatMap(account -> account.role(Arns.lastPart(arn)))
                .filter(role -> role.arn().equals(arn));
    }

    Optional<Policy> policy(String arn) {
        return find(Arns.account(arn)).flatMap(account -> account.policy(arn)).map(ManagedPolicy::policy);
    }

    /** Reads a trust policy and remembers who is meant by the ARNs in it. */
    Trust trust(String json) {
        Policy policy = Policies.trust(json);
        var ids = new HashMap<String, String>();
        for (var principals : policy.principals()) {
            for (String arn : principals.arns()) {
                ids.put(
                        arn,
                        uniqueId(arn)
                                .orElseThrow(() -> new AwsError(
                                        400,
                                        "MalformedPolicyDocument",
                                        "Invalid principal in policy: \"AWS\":\"" + arn + "\"")));
            }
        }
        return new Trust(policy, Map.copyOf(ids));
    }

    private Optional<String> uniqueId(String arn) {
        return find(Arns.account(arn))
                .map(Account::administratorUser)
                .filter(user -> user.arn().equals(arn))
                .map(Administrator::id)
                .or(() -> role(arn).map(Role::id));
    }

    synchronized void changed() {
        var all = new ArrayList<Object>();
        byId.values().forEach(account -> all.add(AccountJson.write(account)));
        file.save(Map.of("accounts", all));
    }
}

package dev.valet.local.aws;

import dev.valet.local.aws.policy.Policy;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;

/** One account: its administrator, its roles and its customer managed policies. */
public final class Account {
    private static final int INLINE_CHARACTERS = 10_240;
    private static final int MANAGED_CHARACTERS = 6_144;
    private static final int TRUST_CHARACTERS = 2_048;

    private final String id;
    private final Accounts accounts;
    private final Administrator administrator;
    private final ConcurrentMap<String, Role> roles = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, ManagedPolicy> policies = new ConcurrentHashMap<>();

    Account(String id, Accounts accounts, Administrator administrator) {
        this.id = id;
        this.accounts = accounts;
        this.administrator = administrator;
    }

    public String id() {
        return id;
    }

    /** For set-up through an SDK or the CLI; it may do everything in this account and nothing elsewhere. */
    public Credentials administrator() {
        return administrator.credentials();
    }

    /**
     * Makes a role or replaces it; a role that stays keeps its unique id unless the draft gives one.
     *
     * @return its ARN
     */
    public String put(RoleDraft draft) {
        String uniqueId = draft.id().or(() -> role(draft.name()).map(Role::id)).orElseGet(() -> Ids.unique("AROA"));
        Role role = role(draft, uniqueId);
        draft.boundary().ifPresent(this::requirePolicy);
        for (var entry : draft.inline().entrySet()) {
            role = bounded(role.withInline(entry.getKey(), Policies.identity(entry.getValue())));
        }
        roles.put(role.name(), role);
        accounts.changed();
        return role.arn();
    }

    /**
     * Makes a customer managed policy or replaces it.
     *
     * @return its ARN
     */
    public String policy(String name, String json) {
        return policy("/", name, json);
    }

    /** @param path {@code /} or {@code /…/} */
    public String policy(String path, String name, String json) {
        ManagedPolicy policy = managed(path, name, json);
        policies.put(policy.arn(), policy);
        accounts.changed();
        return policy.arn();
    }

    /** Attaches a managed policy of this account. */
    public void attach(String roleName, String policyArn) {
        requirePolicy(policyArn);
        change(roleName, role -> role.withAttached(policyArn));
    }

    Role create(RoleDraft draft) {
        Role fresh = role(draft, Ids.unique("AROA"));
        draft.boundary().ifPresent(this::requirePolicy);
        if (roles.putIfAbsent(fresh.name(), fresh) != null) {
            throw exists("Role with name " + fresh.name());
        }
        accounts.changed();
        return fresh;
    }

    ManagedPolicy createPolicy(String path, String name, String json) {
        ManagedPolicy fresh = managed(path, name, json);
        if (policies.putIfAbsent(fresh.arn(), fresh) != null) {
            throw exists("A policy called " + name);
        }
        accounts.changed();
        return fresh;
    }

    /** One change of one role, atomic against every other. */
    Role change(String roleName, UnaryOperator<Role> change) {
        Role changed = roles.computeIfPresent(roleName, (_, role) -> bounded(change.apply(role)));
        if (changed == null) {
            throw missingRole(roleName);
        }
        accounts.changed();
        return changed;
    }

    void delete(String roleName) {
        roles.compute(roleName, (_, role) -> {
            if (role == null) {
                throw missingRole(roleName);
            }
            if (!role.inline().isEmpty() || !role.attached().isEmpty()) {
                throw new AwsError(409, "DeleteConflict", "Cannot delete entity, must delete policies first.");
            }
            return null;
        });
        accounts.changed();
    }

    void requirePolicy(String arn) {
        if (!policies.containsKey(arn)) {
            throw new AwsError(404, "NoSuchEntity", "Policy " + arn + " does not exist or is not attachable.");
        }
    }

    static AwsError missingRole(String roleName) {
        return new AwsError(404, "NoSuchEntity", "The role with name " + roleName + " cannot be found.");
    }

    Trust trust(String json) {
        Trust trust = accounts.trust(json);
        limit(trust.policy().sizeWithoutSpaces(), TRUST_CHARACTERS, "ACLSizePerRole");
        return trust;
    }

    private Role role(RoleDraft draft, String uniqueId) {
        return new Role(
                id,
                draft.path(),
                draft.name(),
                uniqueId,
                trust(draft.trust()),
                Map.of(),
                Set.of(),
                Map.copyOf(draft.tags()),
                draft.boundary(),
                draft.maxSessionSeconds(),
                accounts.clock.instant());
    }

    private ManagedPolicy managed(String path, String name, String json) {
        Policy policy = Policies.identity(json);
        limit(policy.sizeWithoutSpaces(), MANAGED_CHARACTERS, "PolicySize");
        String arn = "arn:aws:iam::" + id + ":policy" + path + name;
        return new ManagedPolicy(arn, Ids.unique("ANPA"), policy, accounts.clock.instant());
    }

    private static Role bounded(Role role) {
        int characters = role.inline().values().stream()
                .mapToInt(Policy::sizeWithoutSpaces)
                .sum();
        limit(characters, INLINE_CHARACTERS, "inline policies of role " + role.name());
        return role;
    }

    private static void limit(int characters, int most, String what) {
        if (characters > most) {
            throw new AwsError(409, "LimitExceeded", "Cannot exceed quota for " + what + ": " + most);
        }
    }

    private static AwsError exists(String what) {
        return new AwsError(409, "EntityAlreadyExists", what + " already exists.");
    }

    Administrator administratorUser() {
        return administrator;
    }

    Optional<Role> role(String name) {
        return Optional.ofNullable(roles.get(name));
    }

    Optional<ManagedPolicy> policy(String arn) {
        return Optional.ofNullable(policies.get(arn));
    }

    ConcurrentMap<String, Role> roles() {
        return roles;
    }

    ConcurrentMap<String, ManagedPolicy> policies() {
        return policies;
    }
}

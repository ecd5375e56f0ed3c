package dev.valet.grant;

import dev.valet.budget.Caps;
import dev.valet.identity.RoleArn;
import java.util.List;
import java.util.Optional;

/** What a grant gives: a credential of some kind, or an action. Operators write it; agents fill in what it asks for (INV-7). */
public sealed interface Terms {
    /** What a lease carries; empty where nothing is leased, because Valet performs it. */
    Optional<Kind> kind();

    /** The action that is performed; empty where something is leased. */
    default Optional<ActionId> performs() {
        return switch (this) {
            case Perform perform -> Optional.of(perform.action());
            case Aws _, SecretSession _, SecretValue _ -> Optional.empty();
        };
    }

    /** The role whose sessions are leased; empty where a value is. */
    default Optional<RoleArn> sessionsOf() {
        return switch (this) {
            case Aws aws -> Optional.of(aws.role());
            case SecretSession session -> Optional.of(session.role());
            case SecretValue _, Perform _ -> Optional.empty();
        };
    }

    /** Whether a lease takes an act at its end: the rotation of the value that was handed over. Sessions end by themselves. */
    default boolean rotateOnEnd() {
        return false;
    }

    /** The ARN of the role whose session is leased, or of the secret whose value is; the name of the action. */
    default String target() {
        return switch (this) {
            case Aws aws -> aws.role().toString();
            case SecretSession session -> session.role().toString();
            case SecretValue value -> value.secretArn().text();
            case Perform perform -> perform.action().text();
        };
    }

    /**
     * @param role the role leased; managed by Valet and never in Valet's own account (T-11)
     * @param externalId what the role's trust policy asks for
     * @param statements what a session may do, before parameters are filled in
     * @param managedPolicies ARNs of managed policies of the role's account, ten at most
     * @param escapeActions actions that could mint, pass or widen authority and that an operator allowed by name (S-7)
     */
    record Aws(
            RoleArn role,
            String externalId,
            List<Statement> statements,
            List<String> managedPolicies,
            List<String> escapeActions)
            implements Terms {
        public Aws {
            statements = List.copyOf(statements);
            managedPolicies = List.copyOf(managedPolicies);
            escapeActions = List.copyOf(escapeActions);
        }

        @Override
        public Optional<Kind> kind() {
            return Optional.of(Kind.AWS);
        }
    }

    /**
     * A session that may read exactly one secret, {@code AWSCURRENT} only.
     *
     * @param secretArn the full ARN, with the six characters that Secrets Manager adds to the name
     * @param kmsKey the customer key the secret is encrypted under, when it is not the account's default
     */
    record SecretSession(RoleArn role, String externalId, SecretArn secretArn, Optional<String> kmsKey)
            implements Terms {
        @Override
        public Optional<Kind> kind() {
            return Optional.of(Kind.SECRET);
        }
    }

    /**
     * The value itself, once, for memory only: the minimal start. Nothing ends it but rotation.
     *
     * @param rotateOnEnd whether Valet starts that rotation when the lease ends, whoever else holds a copy then
     */
    record SecretValue(SecretArn secretArn, boolean rotateOnEnd) implements Terms {
        @Override
        public Optional<Kind> kind() {
            return Optional.of(Kind.SECRET);
        }
    }

    /**
     * An action, which Valet performs with what the agent never holds. It is never leased.
     *
     * @param budget what may be spent through it; there exactly when the action spends
     */
    record Perform(ActionId action, Optional<Caps> budget) implements Terms {
        @Override
        public Optional<Kind> kind() {
            return Optional.empty();
        }
    }
}

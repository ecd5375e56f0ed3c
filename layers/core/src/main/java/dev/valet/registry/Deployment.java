package dev.valet.registry;

import dev.valet.identity.Principal;
import java.util.Optional;
import java.util.Set;

/**
 * What documents are held against that is not in them.
 *
 * @param account the account Valet runs in; empty where it is not known, as on an operator's own machine
 * @param developmentAccounts accounts whose identities are for development
 * @param operators who may change the configuration; none of them may be an agent (T-25)
 * @param ownKeys ARNs of the keys by which Valet signs for itself; no action signs with one of them (INV-17)
 */
public record Deployment(
        Optional<String> account, Set<String> developmentAccounts, Set<Principal> operators, Set<String> ownKeys) {
    /** Nothing is known: for checks far from the deployment, which repeats them all. */
    public static final Deployment UNKNOWN = new Deployment(Optional.empty(), Set.of(), Set.of());

    public Deployment {
        developmentAccounts = Set.copyOf(developmentAccounts);
        operators = Set.copyOf(operators);
        ownKeys = Set.copyOf(ownKeys);
    }

    /** One that signs nothing. */
    public Deployment(Optional<String> account, Set<String> developmentAccounts, Set<Principal> operators) {
        this(account, developmentAccounts, operators, Set.of());
    }
}

package dev.valet.registry;

import dev.valet.grant.Grant;
import dev.valet.identity.Environment;
import dev.valet.identity.Principal;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** The grants that a caller could use now: none of a suspended agent, none while everything is revoked. */
public final class UsableGrants {
    private final BiPredicate<Principal, Control> development;

    /** @param development whose identities reach the sandbox only (T-41) */
    public UsableGrants(BiPredicate<Principal, Control> development) {
        this.development = development;
    }

    /** @return empty for a caller whom nobody registered */
    public Optional<List<Registered<Grant>>> of(Registry registry, Principal principal) {
        var control = registry.rules().control();
        var most = development.test(principal, control) ? Environment.SANDBOX : Environment.PRODUCTION;
        return registry.agentOf(principal)
                .map(agent -> agent.live() && control.open()
                        ? registry.grantsOf(agent.value().id()).stream()
                                .filter(Registered<Grant>::live)
                                .filter(grant -> grant.value().environment().isWithin(most))
                                .toList()
                        : List.of());
    }
}

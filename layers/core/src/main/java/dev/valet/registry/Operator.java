package dev.valet.registry;

import dev.valet.identity.Principal;

/**
 * A person who changes the configuration.
 *
 * @param role one of the roles named as operators' at deployment
 * @param person the session name: only for operators' roles does it name a person, because there the identity provider
 *     sets it and not the caller
 */
public record Operator(Principal.AwsRole role, String person) {}

package dev.valet.identity;

import java.util.Set;

/**
 * Which identities are for development: those of the accounts and issuers that the operators listed as such. They come
 * from verified facts, never from what a caller says about itself.
 *
 * @param accounts AWS accounts, twelve digits each
 * @param issuers exact issuer strings
 */
public record Development(Set<String> accounts, Set<String> issuers) {
    public Development {
        accounts = Set.copyOf(accounts);
        issuers = Set.copyOf(issuers);
    }

    public boolean includes(Principal principal) {
        return switch (principal) {
            case Principal.AwsRole role -> accounts.contains(role.account());
            case Principal.Subject subject -> issuers.contains(subject.issuer());
        };
    }
}

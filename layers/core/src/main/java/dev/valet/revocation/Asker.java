package dev.valet.revocation;

/**
 * Who wants something ended, or allowed again.
 *
 * @param principal as {@link dev.valet.identity.Principal#key()}, or {@code valet} itself
 * @param person an operator's name, as the identity provider gave it; empty for an agent
 */
public record Asker(String principal, String person) {
    public static final Asker VALET = new Asker("valet", "");

    boolean isPerson() {
        return !person.isEmpty();
    }
}

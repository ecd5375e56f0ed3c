package dev.valet.approval;

/**
 * Somebody who decides.
 *
 * @param person as the identity provider gave the name
 * @param role the operator's role, as {@link dev.valet.identity.Principal#key()}
 */
public record Approver(String person, String role) {}

package dev.valet.http;

/** Where a type of issuer keeps the claims that a registration names. */
@FunctionalInterface
interface ClaimSource {
    /** @throws NotBelieved unless the claim is there, is a string and is not empty */
    String text(String name);
}

package dev.valet.lease;

import dev.valet.Reason;

/** How minting ended. */
public sealed interface Minting {
    record Minted(Credential credential) implements Minting {}

    /** @param cause a closed code of ours for the audit, never an upstream's text */
    record Failed(Reason reason, String cause) implements Minting {}
}

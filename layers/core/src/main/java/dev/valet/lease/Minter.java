package dev.valet.lease;

import dev.valet.Reason;
import dev.valet.grant.Grant;

/** Mints what an open lease allows, never wider. One implementation per kind; none of them decides anything. */
@FunctionalInterface
public interface Minter {
    /** Stands wherever nothing was wired, so a line forgotten in Wiring denies. */
    Minter REFUSING = (_, _) -> new Minting.Failed(Reason.NOT_OFFERED, "kind-not-wired");

    /**
     * @param lease open and on record; an AWS session lives 900 seconds at least (STS AssumeRole, DurationSeconds)
     * @param grant the version the lease was decided on
     */
    Minting mint(Lease lease, Grant grant);
}

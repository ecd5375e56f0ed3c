package dev.valet.aws;

import dev.valet.Reason;
import dev.valet.grant.Grant;
import dev.valet.grant.Terms;
import dev.valet.lease.Lease;
import dev.valet.lease.Minter;
import dev.valet.lease.Minting;

/** Sends each lease to the minter of its kind. */
public final class KindMinter implements Minter {
    private final Minter aws;
    private final Minter secret;

    public KindMinter(Minter aws, Minter secret) {
        this.aws = aws;
        this.secret = secret;
    }

    @Override
    public Minting mint(Lease lease, Grant grant) {
        return switch (grant.terms()) {
            case Terms.Aws _ -> aws.mint(lease, grant);
            case Terms.SecretSession _, Terms.SecretValue _ -> secret.mint(lease, grant);
            case Terms.Perform _ -> new Minting.Failed(Reason.NOT_OFFERED, "wrong-minter");
        };
    }
}

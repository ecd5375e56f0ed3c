package dev.valet.aws;

import dev.valet.Reason;
import dev.valet.grant.Grant;
import dev.valet.grant.SessionPolicy;
import dev.valet.grant.Terms;
import dev.valet.lease.Lease;
import dev.valet.lease.Minter;
import dev.valet.lease.Minting;
import software.amazon.awssdk.services.sts.StsClient;

/** Mints kind {@code aws}: a session of the grant's role, scoped to the grant and the request. */
public final class StsMinter implements Minter {
    private final Sessions sessions;
    private final SessionPolicy policies;

    public StsMinter(StsClient sts, SessionPolicy policies, PolicySizes sizes) {
        this.sessions = new Sessions(sts, sizes);
        this.policies = policies;
    }

    @Override
    public Minting mint(Lease lease, Grant grant) {
        return switch (grant.terms()) {
            case Terms.Aws terms -> sessions.mint(lease, scope(lease, terms), Sessions.Target.ANYWHERE);
            case Terms.SecretSession _, Terms.SecretValue _, Terms.Perform _ ->
                new Minting.Failed(Reason.NOT_OFFERED, "wrong-minter");
        };
    }

    private Sessions.Scope scope(Lease lease, Terms.Aws terms) {
        var policy = policies.compile(terms, lease.parameters(), Sessions.notAfter(lease));
        return new Sessions.Scope(terms.role(), terms.externalId(), policy, terms.managedPolicies());
    }
}

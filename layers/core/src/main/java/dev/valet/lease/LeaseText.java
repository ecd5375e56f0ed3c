package dev.valet.lease;

import dev.valet.Json;
import dev.valet.approval.Approval;
import dev.valet.approval.Asking;
import dev.valet.grant.Grant;
import dev.valet.grant.Kind;
import dev.valet.identity.Principal;
import dev.valet.registry.Control;
import dev.valet.registry.Registered;

/** What people read before they approve a lease: all that the lease will be made of (INV-18). */
public final class LeaseText {
    /** As {@link Asking#act}. */
    public static final String ACT = "lease";

    private LeaseText() {}

    static Asking asking(Principal principal, LeaseRequest request, Verdict.Allowed allowed) {
        var grant = allowed.grant().value();
        var facts = Json.object()
                .with("description", grant.description())
                .with("environment", grant.environment().word())
                .with("kind", grant.kind().map(Kind::word).orElseThrow())
                .with("target", grant.terms().target())
                .with("parameters", Json.strings(allowed.parameters().values()))
                .with("ttlSeconds", allowed.ttlSeconds())
                .with("reason", request.reason())
                .build();
        return new Asking(
                grant.agent(),
                grant.id(),
                ACT,
                principal.key(),
                facts,
                basis(allowed.grant(), allowed.control()),
                allowed.approval(),
                allowed.because(),
                Approval.excluded(allowed.agent().value().people()));
    }

    /** An approval dies with the version of the grant, with a change of the rules, and with a kill of everything. */
    public static Json.Obj basis(Registered<Grant> grant, Control control) {
        return Json.object()
                .with("grantVersion", grant.version())
                .with("revision", control.revision())
                .with("killEpoch", control.killEpoch())
                .build();
    }
}

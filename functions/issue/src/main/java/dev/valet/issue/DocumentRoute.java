package dev.valet.issue;

import dev.valet.edge.Call;
import dev.valet.edge.HttpReply;
import dev.valet.edge.Replies;
import dev.valet.lease.Credential;
import dev.valet.lease.HandOutLease;
import dev.valet.lease.Outcome;

/** The document that AWS SDKs fetch from a container credentials endpoint. */
final class DocumentRoute {
    private final HandOutLease handOutLease;

    DocumentRoute(HandOutLease handOutLease) {
        this.handOutLease = handOutLease;
    }

    HttpReply handOut(Call call) {
        return switch (handOutLease.handOut(call.principal(), IssueJson.readDocument(call))) {
            case Outcome.Issued issued ->
                switch (issued.credential()) {
                    case Credential.AwsSession session ->
                        HttpReply.json(
                                200,
                                CredentialJson.document(session, LeaseRoutes.end(issued)),
                                LeaseRoutes.noted("issued", issued.lease()));
                    case Credential.SecretValue _ ->
                        throw new IllegalStateException("a value is never decided for a document");
                };
            case Outcome.Pending _ -> throw new IllegalStateException("nobody is asked for a document");
            case Outcome.Repeated _ -> throw new IllegalStateException("without a key nothing is repeated");
            case Outcome.Denied(var refusal) -> Replies.refused(refusal, call);
        };
    }
}

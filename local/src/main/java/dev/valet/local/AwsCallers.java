package dev.valet.local;

import dev.valet.local.aws.Authentication;
import dev.valet.local.aws.Caller;
import dev.valet.local.aws.LocalAws;
import dev.valet.local.aws.signature.Verification.Refusal;
import dev.valet.local.aws.wire.Blob;
import dev.valet.local.aws.wire.Received;
import dev.valet.local.door.Arrived;
import dev.valet.local.door.Callers;
import dev.valet.local.door.Gateway;
import dev.valet.local.door.Identity;
import java.util.Optional;

/** Callers of the local AWS: verified by its keys, allowed by its policies and by the API's own. */
final class AwsCallers implements Callers {
    private final LocalAws aws;
    private final ApiPolicy policy;

    AwsCallers(LocalAws aws, ApiPolicy policy) {
        this.aws = aws;
        this.policy = policy;
    }

    @Override
    public Answer verify(Arrived request, String methodArn) {
        var received = new Received(
                request.method(),
                request.path(),
                request.query(),
                request.headers(),
                Blob.of(request.body().bytes()),
                request.sourceIp());
        return switch (aws.authenticate(received, "execute-api")) {
            case Authentication.Refused(Refusal refusal, var _) -> new Answer.Refused(gateway(refusal));
            case Authentication.Authenticated(Caller caller, var _, var _) ->
                policy.allows(caller, methodArn)
                        ? new Answer.Known(identity(caller))
                        : new Answer.Refused(Gateway.ACCESS_DENIED);
        };
    }

    @Override
    public boolean admitsAnybody(String methodArn) {
        return policy.allowsAnybody(methodArn);
    }

    private static Identity identity(Caller caller) {
        return new Identity(
                caller.accessKeyId(),
                caller.account(),
                caller.userId(),
                caller.arn(),
                Optional.of(Accounts.ORGANISATION));
    }

    private static Gateway gateway(Refusal refusal) {
        return switch (refusal) {
            case MISSING -> Gateway.MISSING_AUTHENTICATION_TOKEN;
            case EXPIRED_KEY -> Gateway.EXPIRED_TOKEN;
            case MALFORMED,
                    UNKNOWN_KEY,
                    WRONG_TOKEN,
                    SKEWED,
                    EXPIRED_REQUEST,
                    WRONG_SCOPE,
                    WRONG_SIGNATURE,
                    WRONG_BODY,
                    NOT_IMPLEMENTED -> Gateway.INVALID_SIGNATURE;
        };
    }
}

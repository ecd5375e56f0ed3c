package dev.valet.issue;

import dev.valet.Json;
import dev.valet.SecretText;
import dev.valet.lease.Credential;
import java.time.Instant;

/** The one writer of credentials: outside request signers nothing else opens a {@link SecretText} (INV-15). */
final class CredentialJson {
    private CredentialJson() {}

    static Json write(Credential credential) {
        return switch (credential) {
            case Credential.AwsSession session ->
                Json.object()
                        .with("type", "aws")
                        .with("accessKeyId", session.accessKeyId())
                        .with("secretAccessKey", open(session.secretAccessKey()))
                        .with("sessionToken", open(session.sessionToken()))
                        .with("expiration", LeaseJson.seconds(session.expiration()))
                        .with("region", session.region())
                        .with("secretArn", session.secretArn())
                        .build();
            case Credential.SecretValue secret ->
                Json.object()
                        .with("type", "secret")
                        .with("value", open(secret.value()))
                        .with("secretArn", secret.secretArn())
                        .with("versionId", secret.versionId())
                        .build();
        };
    }

    /** As SDKs read it from a container credentials endpoint: there the session token is {@code Token}. */
    static Json document(Credential.AwsSession session, Instant end) {
        return Json.object()
                .with("AccessKeyId", session.accessKeyId())
                .with("SecretAccessKey", open(session.secretAccessKey()))
                .with("Token", open(session.sessionToken()))
                .with("Expiration", LeaseJson.seconds(end))
                .build();
    }

    private static Json open(SecretText secret) {
        return secret.use(Json::of);
    }
}

package dev.valet.aws;

import dev.valet.Json;
import dev.valet.identity.RoleArn;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * The role {@code valet-revoker} of each account whose roles are leased (target.yaml): through it alone denies are written
 * and probed. Its sessions are kept in memory for as long as they are good, and are as narrow as the work.
 */
public final class Revoker {
    static final String ROLE = "valet-revoker";

    private static final Duration LIFE = Duration.ofMinutes(15);
    private static final Duration SPARE = Duration.ofMinutes(2);

    private final StsClient sts;
    private final Clients clients;
    private final Clock clock;
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();

    /** Clients that act as the revoker of one account. */
    record Account(IamClient iam, StsClient sts, Instant until) {}

    /** Clients with other credentials than the function's own. */
    public interface Clients {
        IamClient iam(AwsCredentialsProvider credentials);

        StsClient sts(AwsCredentialsProvider credentials);

        SecretsManagerClient secretsManager(AwsCredentialsProvider credentials);
    }

    public Revoker(StsClient sts, Clients clients, Clock clock) {
        this.sts = sts;
        this.clients = clients;
        this.clock = clock;
    }

    /** @throws dev.valet.Unavailable when the account lets nobody in */
    Account in(RoleArn leased) {
        return accounts.compute(
                leased.account(),
                (account, held) -> held != null && clock.instant().isBefore(held.until())
                        ? held
                        : entered(leased.partition(), account));
    }

    private Account entered(String partition, String account) {
        var until = clock.instant().plus(LIFE).minus(SPARE);
        var answer = AwsFailure.guard(
                "sts",
                () -> sts.assumeRole(assume -> assume.roleArn("arn:" + partition + ":iam::" + account + ":role/" + ROLE)
                        .roleSessionName("valet-revoke")
                        .durationSeconds((int) LIFE.toSeconds())
                        .policy(policy(partition, account))));
        var own = provider(answer.credentials());
        return new Account(clients.iam(own), clients.sts(own), until);
    }

    /** Secrets Manager as a probe's session: the one call it may make. */
    SecretsManagerClient probing(Credentials session) {
        return clients.secretsManager(provider(session));
    }

    private static AwsCredentialsProvider provider(Credentials session) {
        return StaticCredentialsProvider.create(
                AwsSessionCredentials.create(session.accessKeyId(), session.secretAccessKey(), session.sessionToken()));
    }

    /** Before a checkpoint, and whenever nothing may be held. */
    public void forget() {
        accounts.clear();
    }

    public boolean holdsNothing() {
        return accounts.isEmpty();
    }

    private static String policy(String partition, String account) {
        return Json.object()
                .with("Version", "2012-10-17")
                .with(
                        "Statement",
                        Json.object()
                                .with("Effect", "Allow")
                                .with(
                                        "Action",
                                        Json.strings(List.of(
                                                "iam:GetRolePolicy",
                                                "iam:PutRolePolicy",
                                                "iam:DeleteRolePolicy",
                                                "sts:AssumeRole",
                                                "sts:SetSourceIdentity")))
                                .with("Resource", "arn:" + partition + ":iam::" + account + ":role/valet/*")
                                .build())
                .build()
                .text();
    }
}

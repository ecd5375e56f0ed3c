package dev.valet.local.aws;

import dev.valet.local.aws.signature.AccessKeys;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Who holds which access key. Sessions live in memory only and die with the process. */
final class Sessions implements AccessKeys {
    /** Long enough to tell an expired key from an unknown one. */
    private static final Duration REMEMBERED = Duration.ofDays(2);

    private final Accounts accounts;
    private final Clock clock;
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    private record Held(Credentials credentials, Session session) {}

    Sessions(Accounts accounts, Clock clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    Credentials start(Session session) {
        held.values().removeIf(old -> old.session().expires().plus(REMEMBERED).isBefore(clock.instant()));
        var credentials = new Credentials(
                Ids.unique("ASIA"),
                Ids.secretAccessKey(),
                Optional.of(Ids.sessionToken()),
                Optional.of(session.expires()));
        held.put(credentials.accessKeyId(), new Held(credentials, session));
        return credentials;
    }

    @Override
    public Optional<AccessKey> find(String accessKeyId) {
        return Optional.ofNullable(held.get(accessKeyId))
                .map(Held::credentials)
                .or(() -> accounts.administrator(accessKeyId).map(Administrator::credentials))
                .map(key -> new AccessKey(key.accessKeyId(), key.secretAccessKey(), key.sessionToken(), key.expires()));
    }

    /** The holder of a key that was just verified. */
    Caller caller(String accessKeyId) {
        Held found = held.get(accessKeyId);
        if (found == null) {
            return accounts.administrator(accessKeyId).orElseThrow().caller();
        }
        Session session = found.session();
        return new Caller(
                session.account(),
                accessKeyId,
                session.arn(),
                session.userId(),
                session.roleArn(),
                session.roleId(),
                Optional.of(session));
    }
}

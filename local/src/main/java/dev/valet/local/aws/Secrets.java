package dev.valet.local.aws;

import dev.valet.local.aws.wire.Json;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;

/** All secrets, by their ARN. */
final class Secrets {
    private final StateFile file;
    private final ConcurrentMap<String, Secret> byArn = new ConcurrentHashMap<>();

    Secrets(StateFile file) {
        this.file = file;
        file.load()
                .ifPresent(json ->
                        json.forEach((arn, each) -> byArn.put(arn, SecretJson.read(arn, Json.object(each, arn)))));
    }

    /** A secret by its ARN, or by its name within an account. */
    Optional<Secret> find(String account, String nameOrArn) {
        return byArn.values().stream()
                .filter(secret -> secret.arn().equals(nameOrArn)
                        || (secret.name().equals(nameOrArn)
                                && Arns.account(secret.arn()).equals(account)))
                .findFirst();
    }

    /** Returns false when the account has a secret of this name; the check and the put are one step. */
    synchronized boolean create(Secret secret) {
        if (find(Arns.account(secret.arn()), secret.name()).isPresent()) {
            return false;
        }
        byArn.put(secret.arn(), secret);
        changed();
        return true;
    }

    /** One change of one secret, atomic against every other. */
    Secret change(String arn, UnaryOperator<Secret> change) {
        Secret changed = byArn.computeIfPresent(arn, (_, secret) -> change.apply(secret));
        if (changed == null) {
            throw missing();
        }
        changed();
        return changed;
    }

    void remove(String arn) {
        byArn.remove(arn);
        changed();
    }

    static AwsError missing() {
        return new AwsError(400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    }

    private synchronized void changed() {
        var json = new LinkedHashMap<String, Object>();
        byArn.forEach((arn, secret) -> json.put(arn, SecretJson.write(secret)));
        file.save(json);
    }
}

package dev.valet.local.aws;

import dev.valet.local.aws.policy.Policy;
import dev.valet.local.aws.wire.Json;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Keys that sign, by their ARN. For development: their private halves lie in the state folder in clear. */
final class SigningKeys {
    private final StateFile file;
    private final ConcurrentMap<String, SigningKey> byArn = new ConcurrentHashMap<>();

    /** A key of KMS's that signs and verifies. */
    static final class SigningKey {
        private final String arn;
        private final KeySpec spec;
        private final Policy policy;
        private final byte[] publicKey;
        private final byte[] privateKey;

        private SigningKey(String arn, KeySpec spec, Policy policy, byte[] publicKey, byte[] privateKey) {
            this.arn = arn;
            this.spec = spec;
            this.policy = policy;
            this.publicKey = publicKey;
            this.privateKey = privateKey;
        }

        String arn() {
            return arn;
        }

        KeySpec spec() {
            return spec;
        }

        Policy policy() {
            return policy;
        }

        byte[] publicKey() {
            return publicKey.clone();
        }

        byte[] sign(byte[] message) {
            return spec.sign(privateKey, message);
        }
    }

    SigningKeys(StateFile file) {
        this.file = file;
        file.load().ifPresent(json -> json.forEach((arn, each) -> byArn.put(arn, read(arn, Json.object(each, arn)))));
    }

    /** By its ARN, or by its id alone. */
    Optional<SigningKey> find(String account, String id) {
        return byArn.values().stream()
                .filter(key -> key.arn().equals(id)
                        || Arns.account(key.arn()).equals(account) && key.arn().endsWith(":key/" + id))
                .findFirst();
    }

    /** One of this sort that is there keeps its material and gets the policy. */
    SigningKey make(String arn, KeySpec spec, Policy policy) {
        var made = byArn.compute(
                arn,
                (_, there) -> there == null || there.spec != spec
                        ? generated(arn, spec, policy)
                        : new SigningKey(arn, spec, policy, there.publicKey, there.privateKey));
        changed();
        return made;
    }

    private static SigningKey generated(String arn, KeySpec spec, Policy policy) {
        var pair = spec.generate();
        return new SigningKey(
                arn,
                spec,
                policy,
                pair.getPublic().getEncoded(),
                pair.getPrivate().getEncoded());
    }

    private static SigningKey read(String arn, Map<String, Object> json) {
        return new SigningKey(
                arn,
                json.containsKey("spec")
                        ? KeySpec.valueOf(AccountJson.text(json, "spec"))
                        : KeySpec.ECC_NIST_EDWARDS25519, // the only sort there was
                Policy.key(AccountJson.text(json, "policy")),
                Base64.getDecoder().decode(AccountJson.text(json, "public")),
                Base64.getDecoder().decode(AccountJson.text(json, "private")));
    }

    private synchronized void changed() {
        var json = new LinkedHashMap<String, Object>();
        byArn.forEach((arn, key) -> json.put(
                arn,
                Map.of(
                        "spec", key.spec.name(),
                        "policy", key.policy().text(),
                        "public", Base64.getEncoder().encodeToString(key.publicKey),
                        "private", Base64.getEncoder().encodeToString(key.privateKey))));
        file.save(json);
    }
}

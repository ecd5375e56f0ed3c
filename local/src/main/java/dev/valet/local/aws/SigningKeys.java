package dev.valet.local.aws;

import dev.valet.local.aws.policy.Policy;
import dev.valet.local.aws.wire.Json;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Ed25519 keys, by their ARN. For development: their private halves lie in the state folder in clear. */
final class SigningKeys {
    private final StateFile file;
    private final ConcurrentMap<String, SigningKey> byArn = new ConcurrentHashMap<>();

    /** A key of KMS's, as {@code ECC_NIST_EDWARDS25519} is. */
    static final class SigningKey {
        private final String arn;
        private final Policy policy;
        private final byte[] publicKey;
        private final byte[] privateKey;

        private SigningKey(String arn, Policy policy, byte[] publicKey, byte[] privateKey) {
            this.arn = arn;
            this.policy = policy;
            this.publicKey = publicKey;
            this.privateKey = privateKey;
        }

        String arn() {
            return arn;
        }

        Policy policy() {
            return policy;
        }

        byte[] publicKey() {
            return publicKey.clone();
        }

        byte[] sign(byte[] message) {
            try {
                PrivateKey key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(privateKey));
                var signature = Signature.getInstance("Ed25519");
                signature.initSign(key);
                signature.update(message);
                return signature.sign();
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
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

    /** One that is there keeps its material and gets the policy. */
    SigningKey make(String arn, Policy policy) {
        var made = byArn.compute(
                arn,
                (_, there) -> there == null
                        ? generated(arn, policy)
                        : new SigningKey(arn, policy, there.publicKey, there.privateKey));
        changed();
        return made;
    }

    private static SigningKey generated(String arn, Policy policy) {
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new SigningKey(
                    arn,
                    policy,
                    pair.getPublic().getEncoded(),
                    pair.getPrivate().getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static SigningKey read(String arn, Map<String, Object> json) {
        return new SigningKey(
                arn,
                Policy.key(AccountJson.text(json, "policy")),
                Base64.getDecoder().decode(AccountJson.text(json, "public")),
                Base64.getDecoder().decode(AccountJson.text(json, "private")));
    }

    private synchronized void changed() {
        var json = new LinkedHashMap<String, Object>();
        byArn.forEach((arn, key) -> json.put(
                arn,
                Map.of(
                        "policy", key.policy().text(),
                        "public", Base64.getEncoder().encodeToString(key.publicKey),
                        "private", Base64.getEncoder().encodeToString(key.privateKey))));
        file.save(json);
    }
}

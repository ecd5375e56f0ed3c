package dev.valet.local.aws;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;

/** The sorts of keys that sign here, as KMS names them, each with its one algorithm over the message itself. */
enum KeySpec {
    ECC_NIST_EDWARDS25519("ED25519_SHA_512", "Ed25519", "Ed25519"),
    /** Its signatures are DER. */
    ECC_NIST_P256("ECDSA_SHA_256", "EC", "SHA256withECDSA");

    private final String algorithm;
    private final String keys;
    private final String signatures;

    KeySpec(String algorithm, String keys, String signatures) {
        this.algorithm = algorithm;
        this.keys = keys;
        this.signatures = signatures;
    }

    static Optional<KeySpec> of(String name) {
        return Arrays.stream(values()).filter(spec -> spec.name().equals(name)).findFirst();
    }

    String algorithm() {
        return algorithm;
    }

    /** Whether any of them signs so. */
    static boolean knows(String algorithm) {
        return Arrays.stream(values()).anyMatch(spec -> spec.algorithm.equals(algorithm));
    }

    KeyPair generate() {
        try {
            var generator = KeyPairGenerator.getInstance(keys);
            if (this == ECC_NIST_P256) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    byte[] sign(byte[] privateKey, byte[] message) {
        try {
            var signature = Signature.getInstance(signatures);
            signature.initSign(KeyFactory.getInstance(keys).generatePrivate(new PKCS8EncodedKeySpec(privateKey)));
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

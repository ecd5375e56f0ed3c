package dev.valet.testkit;

import dev.valet.audit.Checkpoint;
import dev.valet.audit.CheckpointKey;
import dev.valet.audit.CheckpointSigner;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;

/** Signs checkpoints with an Ed25519 key of its own. */
public final class MemorySigner implements CheckpointSigner {
    private final KeyPair pair;

    public MemorySigner() {
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public CheckpointKey key() {
        return CheckpointKey.of(publicKey());
    }

    /** SubjectPublicKeyInfo, as KMS answers it. */
    public byte[] publicKey() {
        return pair.getPublic().getEncoded();
    }

    @Override
    public byte[] sign(byte[] text) {
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public String note(Checkpoint checkpoint) {
        return key().note(checkpoint, sign(checkpoint.text().getBytes(StandardCharsets.UTF_8)));
    }
}

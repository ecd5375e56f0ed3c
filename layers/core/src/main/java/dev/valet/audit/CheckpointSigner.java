package dev.valet.audit;

/** Signs checkpoints with a key that signs nothing else (INV-17). */
public interface CheckpointSigner {
    CheckpointKey key();

    /**
     * @param text at most 4,096 bytes of UTF-8, signed as they are: never a digest
     * @return an Ed25519 signature, 64 bytes
     */
    byte[] sign(byte[] text);
}

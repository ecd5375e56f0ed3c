package dev.valet.testkit;

import dev.valet.EcdsaSignature;
import dev.valet.Es256Key;
import dev.valet.Json;
import dev.valet.action.ReceiptSigner;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;

/** Signs receipts with a P-256 key of its own, and remembers what it signed. */
public final class MemoryReceiptSigner implements ReceiptSigner {
    private final KeyPair pair;
    private final List<byte[]> signed = new ArrayList<>();

    public MemoryReceiptSigner() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public Es256Key key() {
        return Es256Key.of(publicKey());
    }

    /** SubjectPublicKeyInfo, as KMS answers it. */
    public byte[] publicKey() {
        return pair.getPublic().getEncoded();
    }

    /** As {@code GET /.well-known/jwks.json} answers it. */
    public Json keys() {
        return Json.object().with("keys", new Json.Arr(List.of(key().jwk()))).build();
    }

    @Override
    public byte[] sign(byte[] text) {
        if (text.length > MOST_BYTES) {
            throw new IllegalArgumentException("KMS takes " + MOST_BYTES + " bytes");
        }
        signed.add(text.clone());
        return EcdsaSignature.fixed(der(text));
    }

    /** As KMS would with this key, whoever asked. */
    public byte[] der(byte[] text) {
        try {
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public List<byte[]> signed() {
        return List.copyOf(signed);
    }
}

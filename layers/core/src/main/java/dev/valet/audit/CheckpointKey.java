package dev.valet.audit;

import dev.valet.Hash;
import dev.valet.Malformed;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The public half of the key that signs checkpoints, and the form of what it signed: a C2SP signed note with an Ed25519
 * signature under the log's own name. A note that another key has signed as well is still a note of this one.
 */
public final class CheckpointKey {
    static final String FORM = "is an Ed25519 public key (SubjectPublicKeyInfo)";

    private static final byte ED25519 = 1; // the signature type, in the key's id
    private static final int ID = 4;
    private static final int MOST_CHARACTERS = 16 * 1024;

    private final PublicKey key;
    private final byte[] raw;

    private CheckpointKey(PublicKey key, byte[] raw) {
        this.key = key;
        this.raw = raw;
    }

    /**
     * @param subjectPublicKeyInfo DER, as {@code kms:GetPublicKey} answers it
     * @throws Malformed unless it is an Ed25519 key
     */
    public static CheckpointKey of(byte[] subjectPublicKeyInfo) {
        try {
            var key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(subjectPublicKeyInfo));
            var encoded = key.getEncoded();
            return new CheckpointKey(key, Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        } catch (GeneralSecurityException noSuchKey) {
            throw new Malformed(FORM);
        }
    }

    /** @param signature over the text's UTF-8 */
    public String note(Checkpoint checkpoint, byte[] signature) {
        var id = id(checkpoint.origin());
        var signed = Arrays.copyOf(id, ID + signature.length);
        System.arraycopy(signature, 0, signed, ID, signature.length);
        return checkpoint.text() + "\n— " + checkpoint.origin() + " "
                + Base64.getEncoder().encodeToString(signed) + "\n";
    }

    /** The checkpoint of a note that this key has signed; empty for every other text. */
    public Optional<Checkpoint> open(String note) {
        int end = note.lastIndexOf("\n\n");
        if (end < 0 || note.length() > MOST_CHARACTERS || !note.endsWith("\n")) {
            return Optional.empty();
        }
        var text = note.substring(0, end + 1);
        try {
            var checkpoint = Checkpoint.parse(text);
            var mine = "— " + checkpoint.origin() + " ";
            boolean signed = note.substring(end + 2)
                    .lines()
                    .filter(line -> line.startsWith(mine))
                    .anyMatch(line -> hasSigned(text, checkpoint.origin(), line.substring(mine.length())));
            return signed ? Optional.of(checkpoint) : Optional.empty();
        } catch (Malformed noCheckpoint) {
            return Optional.empty();
        }
    }

    private boolean hasSigned(String text, String name, String base64) {
        try {
            var signed = Base64.getDecoder().decode(base64);
            var id = id(name);
            boolean mine = signed.length == ID + 64
                    && Arrays.equals(id, 0, ID, signed, 0, ID)
                    && Base64.getEncoder().encodeToString(signed).equals(base64); // one signature, one spelling
            if (!mine) {
                return false;
            }
            var verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(text.getBytes(StandardCharsets.UTF_8));
            return verifier.verify(signed, ID, 64);
        } catch (SignatureException | IllegalArgumentException noSignature) {
            return false;
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException(
                    impossible); // every Java platform since 15 has Ed25519, and this is its key
        }
    }

    private byte[] id(String name) {
        var start = (name + "\n").getBytes(StandardCharsets.UTF_8);
        var hashed = Arrays.copyOf(start, start.length + 1 + raw.length);
        hashed[start.length] = ED25519;
        System.arraycopy(raw, 0, hashed, start.length + 1, raw.length);
        return Arrays.copyOf(HexFormat.of().parseHex(Hash.sha256(hashed)), ID);
    }
}

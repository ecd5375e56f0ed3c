package dev.valet;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, as lower-case hex. */
public final class Hash {
    private Hash() {}

    /** Of the UTF-8 bytes of the text. */
    public static String sha256(String text) {
        return hex(digest().digest(utf8(text)));
    }

    /** Of one byte and then the text: keeps leaves and nodes of a Merkle tree apart (RFC 6962, section 2.1). */
    public static String sha256(byte prefix, String text) {
        var digest = digest();
        digest.update(prefix);
        return hex(digest.digest(utf8(text)));
    }

    /** Of two hashes: the node above them in a Merkle tree (RFC 6962, section 2.1). */
    public static String node(String left, String right) {
        var digest = digest();
        digest.update((byte) 1);
        digest.update(HexFormat.of().parseHex(left));
        digest.update(HexFormat.of().parseHex(right));
        return hex(digest.digest());
    }

    /** Of bytes as they are. */
    public static String sha256(byte[] bytes) {
        return hex(digest().digest(bytes));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every Java platform has SHA-256
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}

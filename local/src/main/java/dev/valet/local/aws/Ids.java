package dev.valet.local.aws;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;

/** Identifiers and secrets in the shapes that AWS gives them, from a secure source. */
final class Ids {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private Ids() {}

    /** Such as {@code AROA} or {@code ASIA} and 16 or 17 more. */
    static String unique(String prefix) {
        return prefix + random(BASE32, prefix.startsWith("A") && prefix.endsWith("IA") ? 16 : 17);
    }

    /** The six letters at the end of a secret's ARN. */
    static String suffix() {
        return random(LETTERS, 6);
    }

    static String secretAccessKey() {
        return base64(30);
    }

    static String sessionToken() {
        return base64(180);
    }

    static String uuid() {
        return UUID.randomUUID().toString();
    }

    private static String base64(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }

    private static String random(String alphabet, int length) {
        return RANDOM.ints(length, 0, alphabet.length())
                .collect(StringBuilder::new, (text, i) -> text.append(alphabet.charAt(i)), StringBuilder::append)
                .toString();
    }
}

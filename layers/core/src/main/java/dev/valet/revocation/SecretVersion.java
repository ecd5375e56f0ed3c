package dev.valet.revocation;

import dev.valet.Hash;
import dev.valet.Json;
import dev.valet.grant.SecretArn;
import java.util.List;

/**
 * A value as it was handed over: one version of one secret.
 *
 * @param id as Secrets Manager gave it, which {@link #isId} was asked about
 */
public record SecretVersion(SecretArn secret, String id) {

    /** Whoever writes a version chooses its id (ClientRequestToken), so it is not taken for a UUID. */
    public static boolean isId(String text) {
        return !text.isEmpty() && text.length() <= 64 && text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }

    /** Both, in one text that no other pair has. */
    public String text() {
        return Json.strings(List.of(secret.text(), id)).canonical();
    }

    /**
     * The id of the version that replaces this one (Secrets Manager RotateSecret, ClientRequestToken): whoever asks for the
     * rotation, and however often, asks for the same.
     */
    public String successor() {
        return Hash.sha256(text());
    }
}

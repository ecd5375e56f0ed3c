package dev.valet.action;

import dev.valet.SecretText;
import dev.valet.Unavailable;
import dev.valet.grant.SecretArn;

/** Reads the secrets of actions, which only the function that performs them may (B-11). */
@FunctionalInterface
public interface ActionSecrets {
    /** Stands wherever nothing was wired. */
    ActionSecrets REFUSING = _ -> {
        throw new Unavailable("secrets-not-wired");
    };

    /**
     * The current value, as it is and whole.
     *
     * @throws Unavailable when it could not be read, or is no text
     */
    SecretText current(SecretArn arn);
}

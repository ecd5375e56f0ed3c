package dev.valet.local.door;

import java.util.regex.Pattern;

/** How the template says that callers of a route are known. */
sealed interface Authorization {
    /** Signature Version 4. */
    record Iam() implements Authorization {}

    /** Nobody is asked. */
    record Anybody() implements Authorization {}

    /**
     * A Lambda authorizer for a token.
     *
     * @param header where the token is
     * @param valid what it must look like before the function is asked
     */
    record Bearer(String function, String header, Pattern valid) implements Authorization {}
}

package dev.valet.action;

import dev.valet.Malformed;
import dev.valet.grant.SecretArn;

/**
 * Which secret goes along, and where: the operator's choice alone, and never into the URL (B-9).
 *
 * @param source read at each call, after everything else was decided
 */
public record HttpCredential(SecretArn source, Place place) {
    /** The places there are. */
    public sealed interface Place {
        /** {@code Authorization: Bearer …} (RFC 6750). */
        record Bearer() implements Place {}

        /** {@code Authorization: Basic …} with the secret as the password (RFC 7617); the user may be empty. */
        record Basic(String user) implements Place {
            public Basic {
                boolean plain = user.length() <= 100 && user.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != ':');
                Malformed.unless(plain, "is printable ASCII without a colon");
            }
        }

        /** A header of its own, the secret and nothing else. */
        record Header(String name) implements Place {
            public Header {
                HttpHeaders.check(name);
            }
        }

        /** A field of the form, or a member of the JSON object, that is sent. */
        record Field(String name) implements Place {
            public Field {
                boolean plain =
                        !name.isEmpty() && name.length() <= 100 && name.chars().allMatch(c -> c > 0x20 && c < 0x7f);
                Malformed.unless(plain, "has 1 to 100 printable ASCII characters");
            }
        }
    }
}

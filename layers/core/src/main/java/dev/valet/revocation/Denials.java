package dev.valet.revocation;

import dev.valet.identity.RoleArn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What each managed role should deny, on record: the policy on the role is written from here and from nowhere else. Whatever
 * cannot be read or written throws {@link dev.valet.Unavailable}.
 */
public interface Denials {
    /** Adding the same entry again changes nothing. */
    void add(Deny deny);

    /** Strongly consistent, to the last page. */
    List<Deny> of(RoleArn role);

    void drop(Deny deny);

    /** Those with entries, or with a policy still in place. */
    List<RoleArn> roles();

    /** What was last written on the role, or was about to be. */
    Optional<Placed> placed(RoleArn role);

    void place(RoleArn role, Placed placed);

    /** The role denies nothing any more. */
    void forget(RoleArn role);

    /**
     * @param probe listed in the policy
     * @param confirmed whether a session listed in it was seen to be denied
     */
    record Placed(ProbeId probe, boolean confirmed) {}

    /**
     * One writer per role: PutRolePolicy replaces a document, so two would lose entries (T-42).
     *
     * @param holding longer than any put can take
     * @return empty while somebody else holds it
     */
    Optional<Lock> lock(RoleArn role, Instant now, Duration holding);

    void unlock(Lock lock);

    /** @param owner random, so that only its holder gives it back */
    record Lock(RoleArn role, String owner) {}
}

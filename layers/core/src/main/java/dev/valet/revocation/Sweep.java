package dev.valet.revocation;

import dev.valet.Unavailable;
import dev.valet.grant.SecretArn;
import dev.valet.identity.RoleArn;
import dev.valet.revocation.Enforce.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is done every minute, and after an outage of any length in one go: revocations that were begun are finished, every
 * role that denies something denies just what it should, and values whose lease is over are rotated.
 */
public final class Sweep {
    private final Revocations revocations;
    private final Denials denials;
    private final Revoke revoke;
    private final Enforce enforce;
    private final RotateDue rotateDue;

    public Sweep(Revocations revocations, Denials denials, Revoke revoke, Enforce enforce, RotateDue rotateDue) {
        this.revocations = revocations;
        this.denials = denials;
        this.revoke = revoke;
        this.enforce = enforce;
        this.rotateDue = rotateDue;
    }

    /**
     * @param unfinished revocations that are still not finished
     * @param unenforced roles that do not deny what they should, or are not known to, each with a code of what stands in the way
     * @param unrotated secrets whose value should have been replaced by now, each with a code of what stands in the way
     * @param failure what kept the sweep from reading what there is to do; empty when it could
     */
    public record Report(
            List<Revocation> unfinished,
            Map<RoleArn, String> unenforced,
            Map<SecretArn, String> unrotated,
            List<String> failure) {
        public Report {
            unfinished = List.copyOf(unfinished);
            unenforced = Map.copyOf(unenforced);
            unrotated = Map.copyOf(unrotated);
            failure = List.copyOf(failure);
        }
    }

    public Report sweep() {
        var unfinished = new ArrayList<Revocation>();
        var unenforced = new HashMap<RoleArn, String>();
        var failure = new ArrayList<String>();
        // Beside the rest: neither keeps the other waiting.
        var rotating = Together.begin(rotateDue::run);
        RotateDue.Report rotated;
        try {
            enforce(finish(unfinished, unenforced, failure), unenforced, failure);
        } finally {
            rotated = rotating.join();
        }
        failure.addAll(rotated.failure());
        return new Report(unfinished, unenforced, rotated.unrotated(), failure);
    }

    /** @return the roles that were looked after on the way */
    private Set<RoleArn> finish(List<Revocation> unfinished, Map<RoleArn, String> unenforced, List<String> failure) {
        var seen = new HashSet<RoleArn>();
        try {
            for (var pending : revocations.pending()) {
                var ended = revoke.carryOn(pending);
                seen.addAll(ended.roles().keySet());
                ended.roles().forEach((role, result) -> note(role, result, unenforced));
                if (ended.revocation().state() == Revocation.State.REVOKING
                        || !ended.revocation().recorded()) {
                    unfinished.add(ended.revocation());
                }
            }
        } catch (Unavailable unavailable) {
            failure.add(unavailable.code());
        }
        return seen;
    }

    private void enforce(Set<RoleArn> seen, Map<RoleArn, String> unenforced, List<String> failure) {
        try {
            for (var role : denials.roles()) {
                if (seen.add(role)) {
                    note(role, enforce.enforce(role), unenforced);
                }
            }
        } catch (Unavailable unavailable) {
            failure.add(unavailable.code());
        }
    }

    private static void note(RoleArn role, Enforce.Result result, Map<RoleArn, String> unenforced) {
        if (result.standing() == Standing.PENDING) {
            unenforced.put(role, result.cause());
        }
    }
}

package dev.valet.revocation;

import dev.valet.Unavailable;
import dev.valet.identity.RoleArn;
import dev.valet.revocation.Enforce.Result;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * What is done every minute, and after an outage of any length in one go: revocations that were begun are finished, and
 * every role that denies something denies just what it should.
 */
public final class Sweep {
    private final Revocations revocations;
    private final Denials denials;
    private final Revoke revoke;
    private final Enforce enforce;

    public Sweep(Revocations revocations, Denials denials, Revoke revoke, Enforce enforce) {
        this.revocations = revocations;
        this.denials = denials;
        this.revoke = revoke;
        this.enforce = enforce;
    }

    /**
     * @param unfinished revocations that are still not finished
     * @param unenforced roles that do not deny what they should, or are not known to
     * @param failure what kept the sweep from reading what there is to do; empty when it could
     */
    public record Report(List<Revocation> unfinished, List<RoleArn> unenforced, List<String> failure) {
        public Report {
            unfinished = List.copyOf(unfinished);
            unenforced = List.copyOf(unenforced);
            failure = List.copyOf(failure);
        }
    }

    public Report sweep() {
        var unfinished = new ArrayList<Revocation>();
        var unenforced = new ArrayList<RoleArn>();
        var failure = new ArrayList<String>();
        var seen = new HashSet<RoleArn>();
        try {
            for (var pending : revocations.pending()) {
                var ended = revoke.carryOn(pending);
                seen.addAll(ended.roles().keySet());
                ended.roles().forEach((role, result) -> {
                    if (result == Result.PENDING) {
                        unenforced.add(role);
                    }
                });
                if (ended.revocation().state() == Revocation.State.REVOKING
                        || !ended.revocation().recorded()) {
                    unfinished.add(ended.revocation());
                }
            }
        } catch (Unavailable unavailable) {
            failure.add(unavailable.code());
        }
        try {
            for (var role : denials.roles()) {
                if (seen.add(role) && enforce.enforce(role) == Result.PENDING) {
                    unenforced.add(role);
                }
            }
        } catch (Unavailable unavailable) {
            failure.add(unavailable.code());
        }
        return new Report(unfinished, unenforced, failure);
    }
}

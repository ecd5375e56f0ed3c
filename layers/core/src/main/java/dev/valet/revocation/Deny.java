package dev.valet.revocation;

import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.identity.RoleArn;
import dev.valet.lease.LeaseId;
import java.time.Instant;

/**
 * One entry of a role's denies.
 *
 * @param because the revocation it belongs to, which has one entry for a role at most
 * @param until when every session it hits is over by itself, and the entry is of no more use
 */
public record Deny(RevocationId because, RoleArn role, Hits hits, Instant until) {

    /** Which sessions of the role. */
    public sealed interface Hits {
        /**
         * The session of one lease, by its source identity.
         *
         * @param grant whose sessions are hit instead when the role's denies grow too long
         * @param before the session began before this
         */
        record OneLease(LeaseId lease, GrantId grant, Instant before) implements Hits {}

        /** Those of one grant that began before, by session tag. */
        record OneGrant(GrantId grant, Instant before) implements Hits {}

        /** Those of one agent that began before, by session tag. */
        record OneAgent(AgentId agent, Instant before) implements Hits {}

        /** All that began before. */
        record WholeRole(Instant before) implements Hits {}

        /** In whole seconds, as IAM compares them. */
        Instant before();
    }
}

package dev.valet.revocation;

import dev.valet.grant.GrantId;
import dev.valet.grant.SecretArn;
import dev.valet.identity.AgentId;
import dev.valet.lease.LeaseId;
import java.time.Instant;

/**
 * A lease whose end takes an act, listed for it since before anything was minted.
 *
 * @param end when it is over by time
 * @param secret whose value it handed over, if it did
 */
public record Due(AgentId agent, GrantId grant, LeaseId lease, SecretArn secret, Instant end, Handed handed) {}

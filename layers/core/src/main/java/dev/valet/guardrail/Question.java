package dev.valet.guardrail;

import dev.valet.grant.Grant;
import dev.valet.grant.Parameters;
import dev.valet.identity.Agent;
import dev.valet.identity.Principal;
import java.time.Instant;

/**
 * What a guardrail is asked: verified facts only (J-8, INV-2).
 *
 * @param development whether the caller's identity is one for development
 * @param ttlSeconds the life asked for
 */
public record Question(
        Principal principal,
        boolean development,
        Agent agent,
        Grant grant,
        Parameters parameters,
        int ttlSeconds,
        Instant now) {}

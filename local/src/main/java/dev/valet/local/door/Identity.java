package dev.valet.local.door;

import java.util.Optional;

/**
 * A caller whose signature held, as API Gateway hands it on.
 *
 * @param account the caller's own, never the API owner's
 * @param caller {@code AROA…:<session name>}
 * @param userArn the STS assumed-role ARN
 */
public record Identity(
        String accessKey, String account, String caller, String userArn, Optional<String> principalOrgId) {}

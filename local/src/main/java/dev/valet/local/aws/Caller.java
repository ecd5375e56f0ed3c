package dev.valet.local.aws;

import java.util.Optional;

/**
 * Who signed a request, as a service sees it and as {@code GetCallerIdentity} says it.
 *
 * @param arn the user, or the session: {@code arn:aws:sts::…:assumed-role/name/session}
 * @param userId {@code AIDA…} or {@code AROA…:session}; API Gateway calls it {@code caller}
 * @param principalArn the user or the role, never the session
 * @param principalId {@code AIDA…} or {@code AROA…}
 * @param session empty for a long-lived key
 */
public record Caller(
        String account,
        String accessKeyId,
        String arn,
        String userId,
        String principalArn,
        String principalId,
        Optional<Session> session) {}

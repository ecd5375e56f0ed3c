package dev.valet.local.aws;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Outbound identity federation, which every account switches on for itself. */
final class TokenIssuers {
    private final Map<String, TokenIssuer> byAccount = new ConcurrentHashMap<>();

    TokenIssuer enable(String account) {
        return byAccount.computeIfAbsent(account, TokenIssuer::new);
    }

    TokenIssuer of(String account) {
        return Optional.ofNullable(byAccount.get(account))
                .orElseThrow(() -> new AwsError(
                        403,
                        "OutboundWebIdentityFederationDisabledException",
                        "Outbound web identity federation is not enabled in account " + account + "."));
    }
}

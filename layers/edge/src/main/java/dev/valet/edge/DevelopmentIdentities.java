package dev.valet.edge;

import dev.valet.identity.Issuer;
import dev.valet.identity.Issuers;
import dev.valet.identity.Principal;
import dev.valet.registry.Control;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;

/**
 * Which identities are for development: roles by the account that the settings list, subjects by their issuer's
 * registration. What an issuer says is kept for one revision of the configuration, which the look compares, and for a
 * minute at most. An issuer that is not registered any more is for development: it reaches the least.
 */
public final class DevelopmentIdentities implements BiPredicate<Principal, Control> {
    private static final Duration KEPT = Duration.ofSeconds(60);

    private final Set<String> accounts;
    private final Issuers issuers;
    private final Clock clock;
    private final AtomicReference<Answers> last = new AtomicReference<>(new Answers(-1, Instant.MIN, Map.of()));

    /** @param byIssuer a map that grows with the registered issuers that call, and dies with its revision */
    private record Answers(long revision, Instant until, Map<String, Boolean> byIssuer) {}

    public DevelopmentIdentities(Set<String> accounts, Issuers issuers, Clock clock) {
        this.accounts = Set.copyOf(accounts);
        this.issuers = issuers;
        this.clock = clock;
    }

    @Override
    public boolean test(Principal principal, Control control) {
        return switch (principal) {
            case Principal.AwsRole role -> accounts.contains(role.account());
            case Principal.Subject subject ->
                answers(control)
                        .byIssuer
                        .computeIfAbsent(
                                subject.issuer(),
                                url -> issuers.byUrl(url)
                                        .map(Issuer::development)
                                        .orElse(true));
        };
    }

    private Answers answers(Control control) {
        var now = clock.instant();
        return last.updateAndGet(held -> held.revision == control.revision() && held.until.isAfter(now)
                ? held
                : new Answers(control.revision(), now.plus(KEPT), new ConcurrentHashMap<>()));
    }

    void forget() {
        last.set(new Answers(-1, Instant.MIN, Map.of()));
    }
}

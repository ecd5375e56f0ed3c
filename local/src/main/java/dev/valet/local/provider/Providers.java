package dev.valet.local.provider;

import dev.valet.Malformed;
import dev.valet.SecretText;
import dev.valet.http.HttpFault;
import dev.valet.http.RawAnswer;
import dev.valet.http.Transport;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The names of real providers, leading to those that stand in for them here. */
public final class Providers {
    public static final String STRIPE = "api.stripe.com";
    public static final String OPENAI = "api.openai.com";
    public static final String ANTHROPIC = "api.anthropic.com";

    private final StripeStandIn stripe;
    private final Map<String, Provider> byHost;

    /** @param clock theirs is the deployment's */
    public Providers(Clock clock) {
        stripe = new StripeStandIn(clock);
        byHost = Map.of(STRIPE, stripe, OPENAI, new OpenAiStandIn(), ANTHROPIC, new AnthropicStandIn());
    }

    public StripeStandIn stripe() {
        return stripe;
    }

    /** From now on this key and no other is the one of the provider of this name, if one stands in for it. */
    public void accept(String host, String key) {
        Optional.ofNullable(byHost.get(host))
                .ifPresent(provider -> provider.admission().accept(key));
    }

    /** What the last caller showed to the provider of this name; empty when he showed nothing, or nobody called. */
    public Optional<SecretText> lastShown(String host) {
        return Optional.ofNullable(byHost.get(host))
                .flatMap(provider -> provider.admission().lastShown());
    }

    /**
     * The way to them.
     *
     * @param outside where all other names lead, such as to a provider's test account; made when it is needed
     */
    public Transport before(Supplier<Transport> outside) {
        return (host, ipv6, request) -> {
            var provider = byHost.get(host);
            return provider == null ? outside.get().exchange(host, ipv6, request) : exchange(provider, host, request);
        };
    }

    private static Transport.Exchanged exchange(Provider provider, String host, byte[] request) {
        return switch (answer(provider, host, request)) {
            case Reply.Said said -> answered(said);
            case Reply.Lost() -> new Transport.Exchanged.Unheard(HttpFault.BROKEN_OFF);
        };
    }

    static Reply answer(Provider provider, String host, byte[] request) {
        try {
            return provider.answer(Asked.read(host, request));
        } catch (Malformed malformed) {
            return provider.refusal(400, malformed.problems().getFirst().rule());
        }
    }

    private static Transport.Exchanged answered(Reply.Said said) {
        try {
            return new Transport.Exchanged.Answered(RawAnswer.parse(said.bytes()));
        } catch (IOException unsound) {
            throw new IllegalStateException("a stand-in does not speak HTTP", unsound);
        }
    }
}

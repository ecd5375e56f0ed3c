package dev.valet.local.aws.policy;

import java.util.List;

/**
 * What somebody may do: every layer that exists must allow, and a deny in any of them wins. Someone with no identity
 * policy may do nothing.
 *
 * @param layers the identity layer first, then a session policy and a permissions boundary where there is one
 */
public record Permissions(List<Layer> layers) {
    /**
     * Policies that speak with one voice: one allow among them is enough.
     *
     * @param name as AWS's messages call it, such as {@code identity-based policy}
     */
    public record Layer(String name, List<Policy> policies) {
        Effect effect(Request request) {
            return policies.stream().map(policy -> policy.effect(request)).reduce(Effect.SILENT, Effect::or);
        }
    }

    public static final Permissions NONE = new Permissions(List.of(new Layer("identity-based policy", List.of())));

    public Decision decide(Request request) {
        for (Layer layer : layers) {
            if (layer.effect(request) == Effect.DENY) {
                return new Decision.Denied("with an explicit deny in " + article(layer));
            }
        }
        for (Layer layer : layers) {
            if (layer.effect(request) == Effect.SILENT) {
                return new Decision.Denied(
                        "because no " + layer.name() + " allows the " + request.action() + " action");
            }
        }
        return new Decision.Allowed();
    }

    /** For a resource policy that names the role itself: its yes stands in for the identity layer's, for no other's. */
    public Permissions withoutIdentityLayer(Request request) {
        return new Permissions(layers.stream()
                .filter(layer -> !layer.equals(layers.getFirst()) || layer.effect(request) == Effect.DENY)
                .toList());
    }

    private static String article(Layer layer) {
        return (layer.name().startsWith("i") ? "an " : "a ") + layer.name();
    }
}

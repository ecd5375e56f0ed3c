package dev.valet.limit;

import java.util.List;

/** Where requests may come from: any of the networks, or any of the endpoints. Nothing named means everywhere. */
public record Sources(List<Network> networks, List<String> vpcEndpoints) {
    public static final Sources ANY = new Sources(List.of(), List.of());

    public Sources {
        networks = List.copyOf(networks);
        vpcEndpoints = List.copyOf(vpcEndpoints);
    }

    public boolean isAny() {
        return networks.isEmpty() && vpcEndpoints.isEmpty();
    }

    /** An origin that is not known is outside (INV-5). */
    boolean include(Origin origin) {
        return isAny()
                || vpcEndpoints.contains(origin.vpcEndpoint())
                || networks.stream().anyMatch(network -> network.includes(origin.address()));
    }
}

package dev.valet.action;

import dev.valet.limit.Network;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses a request with a secret may be sent to: public unicast ones (B-4). The JDK's own predicates do not say it:
 * {@code fd00:ec2::254}, where AWS has its metadata, is to them neither loopback nor local (B-5).
 */
public final class AddressRule {
    private static final List<Network> NOT_PUBLIC = networks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /** All that is global unicast today. NAT64, unique local, link-local and mapped addresses lie outside of it. */
    private static final Network GLOBAL = new Network("2000::/3");

    /** Teredo and its neighbours, documentation (RFC 3849, RFC 9637), 6to4: each can hide another address. */
    private static final List<Network> NOT_GLOBAL = networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private AddressRule() {}

    /** @param address as it was resolved; a mapped IPv6 address is an IPv4 one to the JDK, and is held to that rule */
    public static boolean isPublic(InetAddress address) {
        var text = address.getHostAddress();
        return address instanceof Inet4Address
                ? NOT_PUBLIC.stream().noneMatch(network -> network.includes(text))
                : GLOBAL.includes(text) && NOT_GLOBAL.stream().noneMatch(network -> network.includes(text));
    }

    private static List<Network> networks(String... texts) {
        return Stream.of(texts).map(Network::parse).toList();
    }
}

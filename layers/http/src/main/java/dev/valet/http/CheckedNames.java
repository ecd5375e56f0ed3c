package dev.valet.http;

import dev.valet.action.AddressRule;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Names to addresses, and no address that was not checked (B-4, B-10). Whoever connects uses what comes out of here (B-6). */
final class CheckedNames {
    /** How the platform resolves; another one in tests. */
    interface Resolver {
        InetAddress[] resolve(String name) throws UnknownHostException;
    }

    /** Where a function's own credentials and events come from: named by its environment, and refused by value. */
    private static final List<String> OWN =
            List.of("AWS_LAMBDA_RUNTIME_API", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_XRAY_DAEMON_ADDRESS");

    private final Resolver resolver;
    private final Set<String> own;

    /** @param environment of the function */
    CheckedNames(Resolver resolver, Map<String, String> environment) {
        this.resolver = resolver;
        this.own = new TreeSet<>(OWN.stream()
                .filter(environment::containsKey)
                .map(name -> host(environment.getOrDefault(name, "")))
                .toList());
    }

    /** Of {@code http://host:port/path} or {@code host:port}. */
    private static String host(String endpoint) {
        var authority = endpoint.replaceFirst("^[a-z]+://", "").replaceFirst("/.*$", "");
        return authority.startsWith("[")
                ? authority.substring(1, Math.max(1, authority.indexOf(']')))
                : authority.replaceFirst(":[0-9]*$", "");
    }

    /**
     * One bad address refuses the whole name: whoever puts it there chooses which is tried first.
     *
     * @return at least one, to be connected to as it is
     */
    List<InetAddress> resolve(String host, boolean ipv6) throws Unsound {
        var found = found(host);
        if (own.contains(host) || !Stream.of(found).allMatch(this::isAllowed)) {
            throw new Unsound(HttpFault.ADDRESS_REFUSED);
        }
        var usable = Stream.of(found)
                .filter(address -> ipv6 || address instanceof Inet4Address)
                .toList();
        if (usable.isEmpty()) {
            throw new Unsound(HttpFault.NAME_UNRESOLVED);
        }
        return usable;
    }

    private InetAddress[] found(String host) throws Unsound {
        try {
            return resolver.resolve(host);
        } catch (UnknownHostException unknown) {
            throw new Unsound(HttpFault.NAME_UNRESOLVED);
        }
    }

    private boolean isAllowed(InetAddress address) {
        return AddressRule.isPublic(address) && !own.contains(address.getHostAddress());
    }

    /** B-6: tried once, on names and addresses that must be refused, before anything is sent anywhere. */
    boolean isInForce() {
        return Stream.of("127.0.0.1", "169.254.169.254", "10.0.0.1", "::1", "fd00:ec2::254")
                        .map(InetAddress::ofLiteral)
                        .noneMatch(this::isAllowed)
                && refuses("localhost");
    }

    private boolean refuses(String name) {
        try {
            return resolve(name, true).isEmpty();
        } catch (Unsound refused) {
            return true;
        }
    }
}

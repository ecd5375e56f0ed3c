package dev.valet.limit;

import dev.valet.Malformed;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A network in CIDR notation, {@code 203.0.113.0/24} or {@code 2001:db8::/32} (RFC 4632, section 3.1; RFC 4291, section
 * 2.3).
 */
public record Network(String text) {
    private static final String FORM =
            "is a network such as 203.0.113.0/24 or 2001:db8::/32, with no bit set after its length";

    // What InetAddress takes beyond these, such as 127.1, is another spelling of an address, and those are refused
    // (T-22).
    private static final Pattern IPV4 = Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]{2,39}");
    private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");

    public Network {
        Malformed.unless(isSound(text), FORM);
    }

    /** @throws Malformed unless the text is exactly a network */
    public static Network parse(String text) {
        return new Network(text);
    }

    public boolean includes(String address) {
        var asked = bytes(address);
        var own = bytes(address());
        return asked.isPresent()
                && own.isPresent()
                && asked.get().length == own.get().length
                && same(asked.get(), own.get(), length());
    }

    private static boolean isSound(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !LENGTH.matcher(text.substring(slash + 1)).matches()) {
            return false;
        }
        int length = Integer.parseInt(text.substring(slash + 1));
        return bytes(text.substring(0, slash))
                .filter(own -> length <= own.length * 8 && isZeroAfter(own, length))
                .isPresent();
    }

    private static boolean isZeroAfter(byte[] own, int length) {
        for (int i = length; i < own.length * 8; i++) {
            if (bit(own, i) != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(byte[] one, byte[] other, int length) {
        for (int i = 0; i < length; i++) {
            if (bit(one, i) != bit(other, i)) {
                return false;
            }
        }
        return true;
    }

    private static int bit(byte[] bytes, int i) {
        return bytes[i / 8] >> (7 - i % 8) & 1;
    }

    private String address() {
        return text.substring(0, text.indexOf('/'));
    }

    private int length() {
        return Integer.parseInt(text.substring(text.indexOf('/') + 1));
    }

    /** Of a literal only: no name is ever looked up. */
    private static Optional<byte[]> bytes(String address) {
        boolean four = IPV4.matcher(address).matches();
        if (!four && !(IPV6.matcher(address).matches() && address.contains(":"))) {
            return Optional.empty();
        }
        try {
            var parsed = InetAddress.ofLiteral(address);
            return four == parsed instanceof Inet4Address ? Optional.of(parsed.getAddress()) : Optional.empty();
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return text;
    }
}

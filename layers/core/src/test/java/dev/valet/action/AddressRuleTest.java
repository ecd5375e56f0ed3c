package dev.valet.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** B-4, block by block: its first address and its last are out, and their neighbours are in. */
class AddressRuleTest {
    record Block(String first, String last, String before, String after) {}

    static Stream<Block> blocks() {
        return Stream.of(
                new Block("0.0.0.0", "0.255.255.255", "", "1.0.0.0"),
                new Block("10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0"),
                new Block("100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0"),
                new Block("127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0"),
                new Block("169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0"),
                new Block("172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0"),
                new Block("192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0"),
                new Block("192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0"),
                new Block("192.88.99.0", "192.88.99.255", "192.88.98.255", "192.88.100.0"),
                new Block("192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0"),
                new Block("198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0"),
                new Block("198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0"),
                new Block("203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0"),
                new Block("224.0.0.0", "239.255.255.255", "223.255.255.255", ""),
                new Block("240.0.0.0", "255.255.255.255", "", ""),
                new Block("::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", ""),
                new Block("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2000:ffff::", "2001:200::"),
                new Block("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db7::", "2001:db9::"),
                new Block("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:ffff::", "2003::"),
                new Block("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3ffe::", "3fff:1000::"),
                new Block("4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:ffff::", ""));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void aBlockEndsWhereItEnds(Block block) {
        assertThat(isPublic(block.first())).isFalse();
        assertThat(isPublic(block.last())).isFalse();
        assertThat(block.before().isEmpty() || isPublic(block.before())).isTrue();
        assertThat(block.after().isEmpty() || isPublic(block.after())).isTrue();
    }

    @ParameterizedTest // B-5: to the JDK, none of the first three is special
    @ValueSource(
            strings = {
                "fd00:ec2::254",
                "64:ff9b::a9fe:a9fe",
                "2002:a9fe:a9fe::1",
                "2001:0:a9fe:a9fe::1",
                "::1",
                "::",
                "fe80::1",
                "::ffff:169.254.169.254",
                "::169.254.169.254",
                "ff02::1"
            })
    void anAddressThatHidesAnotherIsOut(String address) {
        assertThat(isPublic(address)).isFalse();
    }

    @Test
    void anAddressOfOneInterfaceIsOut() throws Exception {
        var bytes = InetAddress.ofLiteral("2606:4700::1").getAddress();
        assertThat(AddressRule.isPublic(InetAddress.getByAddress("", bytes))).isTrue();
        assertThat(AddressRule.isPublic(java.net.Inet6Address.getByAddress("", bytes, 3)))
                .isFalse();
    }

    private static boolean isPublic(String literal) {
        return AddressRule.isPublic(InetAddress.ofLiteral(literal));
    }
}

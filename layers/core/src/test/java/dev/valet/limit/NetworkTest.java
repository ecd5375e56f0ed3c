package dev.valet.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valet.Malformed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which address lies in which network, and how neither may be spelt. */
class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "203.0.113.0/24, 203.0.113.7, true",
        "203.0.113.0/24, 203.0.114.7, false",
        "203.0.113.128/25, 203.0.113.127, false",
        "203.0.113.128/25, 203.0.113.128, true",
        "203.0.113.7/32, 203.0.113.7, true",
        "203.0.113.7/32, 203.0.113.8, false",
        "0.0.0.0/0, 203.0.113.7, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/32, 2001:db8:1::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "::/0, 203.0.113.7, false",
    })
    void anAddressIsInOrOut(String network, String address, boolean in) {
        assertThat(Network.parse(network).includes(address)).isEqualTo(in);
    }

    @ParameterizedTest // T-22: another spelling of an address is no address
    @ValueSource(
            strings = {
                "",
                "203.0.113.07",
                "203.0.113",
                "127.1",
                "0xcb.0.113.7",
                "::ffff:203.0.113.7",
                "host",
                "203.0.113.7 "
            })
    void whatIsNoAddressIsNowhere(String address) {
        assertThat(Network.parse("0.0.0.0/0").includes(address)).isFalse();
        assertThat(Network.parse("::/0").includes(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "203.0.113.0",
                "203.0.113.7/24",
                "203.0.113.0/33",
                "203.0.113.0/024",
                "203.0.113.0/",
                "203.0.113.0/24\n",
                "2001:db8::1/32",
                "2001:db8::/129",
                "::ffff:203.0.113.0/120",
                "example.com/24",
                "/24"
            })
    void whatIsNoNetworkIsRefused(String text) {
        assertThatThrownBy(() -> Network.parse(text)).isInstanceOf(Malformed.class);
    }

    @Test
    void anyOfTheSourcesWillDoAndAnUnknownOneWillNot() {
        var sources = new Sources(List.of(Network.parse("203.0.113.0/24")), List.of("vpce-0a1b2c3d"));
        assertThat(sources.include(new Origin("203.0.113.7", ""))).isTrue();
        assertThat(sources.include(new Origin("10.0.0.7", "vpce-0a1b2c3d"))).isTrue();
        assertThat(sources.include(new Origin("10.0.0.7", "vpce-ffffffff"))).isFalse();
        assertThat(sources.include(Origin.UNKNOWN)).isFalse();
        assertThat(Sources.ANY.include(Origin.UNKNOWN)).isTrue();
    }
}

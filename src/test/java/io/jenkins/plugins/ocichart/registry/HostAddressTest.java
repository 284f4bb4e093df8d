package io.jenkins.plugins.ocichart.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ranges are those of RFC 1122, 1918, 3927, 4193, 4291 and 6598, and the embedded ones of RFC 3056, 4291 and 6052. */
class HostAddressTest {
    @ParameterizedTest
    @CsvSource({
        // loopback, link-local, private, public
        "127.0.0.1,         true,  true,  true",
        "127.255.255.254,   true,  true,  true",
        "::1,               true,  true,  true",
        "[::1],             true,  true,  true",
        "localhost,         true,  true,  true",
        "LOCALHOST.,        true,  true,  true",
        "a.localhost,       true,  true,  true",
        "0.0.0.0,           false, true,  true",
        "::,                false, true,  true",
        "169.254.169.254,   false, true,  true",
        "fe80::1,           false, true,  true",
        "100.100.100.200,   false, true,  true",
        "fd00:ec2::254,     false, true,  true",
        "fd00:ec2::255,     false, false, true",
        "10.0.0.1,          false, false, true",
        "172.16.0.1,        false, false, true",
        "172.31.255.255,    false, false, true",
        "192.168.1.1,       false, false, true",
        "100.64.0.1,        false, false, true",
        "100.127.255.255,   false, false, true",
        "fc00::1,           false, false, true",
        "fdff::1,           false, false, true",
        "172.32.0.1,        false, false, false",
        "100.63.255.255,    false, false, false",
        "100.128.0.1,       false, false, false",
        "101.64.0.1,        false, false, false",
        "8.8.8.8,           false, false, false",
        "fb00::1,           false, false, false",
        "fe00::1,           false, false, false",
        "2001:db8::1,       false, false, false",
        "registry.example.com, false, false, false",
        "notlocalhost,      false, false, false",
        "fd00.example.com,  false, false, false",
        // not clearly an address
        "127.1,             false, true,  true",
        "2130706433,        false, true,  true",
        "0x7f000001,        false, true,  true",
        "0X7F000001,        false, true,  true",
        "999.1.1.1,         false, true,  true",
        "1:2:3,             false, true,  true"
    })
    void aHostIsWhatItsNameOrAddressSays(String host, boolean loopback, boolean localOnly, boolean isPrivate) {
        assertThat(HostAddress.isLoopback(host)).as("loopback").isEqualTo(loopback);
        assertThat(HostAddress.isLocalOnly(host)).as("local only").isEqualTo(localOnly);
        assertThat(HostAddress.isPrivate(host)).as("private").isEqualTo(isPrivate);
    }

    @ParameterizedTest
    @CsvSource({
        "64:ff9b::7f00:1,    true,  true",
        "64:ff9b::a9fe:a9fe, true,  true",
        "64:ff9b::a00:1,     false, true",
        "64:ff9b::808:808,   false, false",
        "64:ff9b:1::7f00:1,  false, false",
        "2002:7f00:1::,      true,  true",
        "2002:c0a8:101::1,   false, true",
        "2002:808:808::1,    false, false",
        "::a9fe:a9fe,        true,  true",
        "::a00:1,            false, true",
        "::808:808,          false, false",
        "2003:7f00:1::,      false, false"
    })
    void anIpv4AddressInAnIpv6AddressCounts(String host, boolean localOnly, boolean isPrivate) throws Exception {
        InetAddress address = InetAddress.getByName(host);

        assertThat(HostAddress.isLocalOnly(address)).as("local only").isEqualTo(localOnly);
        assertThat(HostAddress.isPrivate(address)).as("private").isEqualTo(isPrivate);
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "::", "127.0.0.1", "0.0.0.0"})
    void theMachineItselfIsLocal(String host) throws Exception {
        assertThat(HostAddress.isLocalOnly(InetAddress.getByName(host))).isTrue();
    }

    @Test
    void namesAreNotLookedUp() {
        assertThat(HostAddress.isPrivate("name.invalid")).isFalse();
    }
}

package io.jenkins.plugins.ocichart.registry;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a host says about itself by its name or address alone: names are never looked up. */
public final class HostAddress {
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|0[xX][0-9a-fA-Fx.]*|[0-9a-fA-F.]*:[0-9a-fA-F:.%]*");

    /** Of Amazon over IPv6, and of Alibaba; the usual one is link-local. */
    private static final Set<String> METADATA = Set.of("fd00:ec2:0:0:0:0:0:254", "100.100.100.200");

    private HostAddress() {}

    /** Whether this is the machine itself: {@code localhost}, {@code *.localhost}, {@code 127.0.0.0/8}, {@code ::1}. */
    public static boolean isLoopback(String host) {
        String name = Origin.withoutBrackets(host).toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || literal(name).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /**
     * Whether the address means another machine depending on who uses it: loopback, link-local (which cloud metadata
     * services use) and unspecified addresses, and spellings that aren't clearly an address.
     */
    public static boolean isLocalOnly(String host) {
        String name = Origin.withoutBrackets(host);
        if (isLoopback(name)) {
            return true;
        }
        if (!LITERAL.matcher(name).matches()) {
            return false;
        }
        return literal(name).map(HostAddress::isLocalOnly).orElse(true);
    }

    /** Whether the address is loopback, link-local, unspecified, or one of a cloud's metadata service. */
    public static boolean isLocalOnly(InetAddress address) {
        InetAddress a = embedded(address);
        return a.isLoopbackAddress()
                || a.isLinkLocalAddress()
                || a.isAnyLocalAddress()
                || METADATA.contains(a.getHostAddress());
    }

    /** Whether the address is one of {@link #isLocalOnly} or of a private network (RFC 1918, RFC 4193). */
    public static boolean isPrivate(String host) {
        return isLocalOnly(host)
                || literal(Origin.withoutBrackets(host))
                        .filter(HostAddress::isPrivate)
                        .isPresent();
    }

    /** Whether the address is one of {@link #isLocalOnly} or of a private network (RFC 1918, RFC 4193, RFC 6598). */
    public static boolean isPrivate(InetAddress address) {
        InetAddress a = embedded(address);
        byte[] bytes = a.getAddress();
        boolean carrier = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
        boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
        return isLocalOnly(a) || a.isSiteLocalAddress() || carrier || uniqueLocal;
    }

    /** The IPv4 address that NAT64 (64:ff9b::/96), 6to4 (2002::/16) or an IPv4-compatible address leads to, or itself. */
    private static InetAddress embedded(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return address;
        }
        String hex = HexFormat.of().formatHex(bytes);
        int start = hex.startsWith("0064ff9b" + "0".repeat(16)) || hex.startsWith("0".repeat(24)) ? 12 : 2;
        boolean v4 =
                start == 12 && !address.isLoopbackAddress() && !address.isAnyLocalAddress() || hex.startsWith("2002");
        try {
            return v4 ? InetAddress.getByAddress(Arrays.copyOfRange(bytes, start, start + 4)) : address;
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<InetAddress> literal(String name) {
        if (!LITERAL.matcher(name).matches() || name.startsWith("0x") || name.startsWith("0X")) {
            return Optional.empty();
        }
        boolean dottedQuad = name.matches("\\d{1,3}(\\.\\d{1,3}){3}");
        if (!dottedQuad && !name.contains(":")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(name));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}

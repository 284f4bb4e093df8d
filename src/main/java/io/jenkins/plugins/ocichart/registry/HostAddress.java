package io.jenkins.plugins.ocichart.registry;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a host says about itself by its name or address alone: names are never looked up. */
public final class HostAddress {
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|0[xX][0-9a-fA-Fx.]*|[0-9a-fA-F.]*:[0-9a-fA-F:.%]*");

    private HostAddress() {}

    /** Whether this is the machine itself: {@code localhost}, {@code *.localhost}, {@code 127.0.0.0/8}, {@code ::1}. */
    public static boolean isLoopback(String host) {
        String name = Origin.withoutBrackets(host).toLowerCase(Locale.ROOT);
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
        return literal(name)
                .map(a -> a.isLinkLocalAddress() || a.isAnyLocalAddress() || isMetadata(a))
                .orElse(true);
    }

    /** Whether the address is one of {@link #isLocalOnly} or of a private network (RFC 1918, RFC 4193). */
    public static boolean isPrivate(String host) {
        return isLocalOnly(host)
                || literal(Origin.withoutBrackets(host))
                        .filter(a -> a.isSiteLocalAddress() || isUniqueLocal(a))
                        .isPresent();
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

    private static boolean isUniqueLocal(InetAddress address) {
        return address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
    }

    private static boolean isMetadata(InetAddress address) {
        return address.getHostAddress().equals("fd00:ec2:0:0:0:0:0:254");
    }
}

package io.jenkins.plugins.ocichart.registry.http;

import io.jenkins.plugins.ocichart.registry.HostAddress;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.text.ServerText;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Where a registry may send us. A hostile registry must not get content or a login sent in the clear, or make this machine call
 * addresses that only it can reach. Another host is allowed if it is encrypted or the address that named it isn't, if there is
 * no login in its address, and if it isn't local or the registry is local too. A login also goes to no private address.
 */
public final class AddressPolicy {
    private static final String LEGAL = "-._~:/?#[]@!$&'()*+,;=%";
    /** Pairs {@code REGISTRY=REALM} of hosts, separated by commas: logins of that registry may go to that private host. */
    private static final String TRUSTED = AddressPolicy.class.getName() + ".trusted";

    private enum Problem {
        NO_ADDRESS,
        NOT_ENCRYPTED,
        WITH_LOGIN,
        LOCAL
    }

    private AddressPolicy() {}

    /**
     * Looks at the addresses that a host's name stands for, before anything is sent.
     *
     * @param registry the registry that led to the host
     * @param login whether the request holds a login
     */
    public record Check(Origin registry, boolean login) {
        /** @throws TransportException to refuse a connection to this address */
        void connected(String host, InetAddress address) throws TransportException {
            boolean refused = login ? HostAddress.isPrivate(address) : HostAddress.isLocalOnly(address);
            if (refused
                    && !isOwn(host)
                    && !isTrusted(registry.host() + "=" + host)
                    && !isOfSameKind(registry.host(), address)) {
                String line = registry.authority() + " leads to " + host + " at the private address "
                        + address.getHostAddress() + "; not sent";
                throw new TransportException(TransportException.Kind.REDIRECT, line, null);
            }
        }

        /** Whether the connection has to go to the addresses that were checked, even if the name has others by then. */
        boolean pins(String host) {
            return login && !isOwn(host);
        }

        private boolean isOwn(String host) {
            return host.equalsIgnoreCase(registry.host());
        }
    }

    /** For requests to a registry and to where its answers lead, without a login. */
    public static Check forContent(Origin registry) {
        return new Check(registry, false);
    }

    /** For requests with a login to the token server that a registry names. */
    public static Check forLogins(Origin registry) {
        return new Check(registry, true);
    }

    /** Whether the registry's own addresses are private as well, or of this machine if this one is. */
    private static boolean isOfSameKind(String registry, InetAddress address) {
        try {
            return Arrays.stream(InetAddress.getAllByName(registry))
                    .allMatch(HostAddress.isLocalOnly(address) ? HostAddress::isLocalOnly : HostAddress::isPrivate);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * The address that a redirect leads to.
     *
     * @param first the address of the request as the caller made it
     * @param from the address that answered with the redirect
     * @throws TransportException if that address is refused
     */
    static URI redirect(URI first, URI from, String location) throws TransportException {
        return resolve(Origin.of(first), from, location, "redirects");
    }

    /**
     * The address of an upload session, which a registry gives as a URL, a path or, wrongly, as a host and a path.
     *
     * @param from where the answer came from
     * @throws TransportException if that address is refused
     */
    public static URI upload(Origin registry, URI from, String location) throws TransportException {
        String text = location.strip();
        boolean schemeMissing = text.startsWith(from.getRawAuthority() + "/");
        return resolve(registry, from, schemeMissing ? from.getScheme() + "://" + text : text, "sends uploads");
    }

    private static URI resolve(Origin home, URI from, String location, String sends) throws TransportException {
        URI target = address(() -> resolve(from, location));
        boolean secure = Origin.of(from).isSecure();
        Problem problem = problem(
                home, secure, target, host -> HostAddress.isLocalOnly(host) && !HostAddress.isLoopback(home.host()));
        if (problem == null) {
            return target;
        }
        String where =
                switch (problem) {
                    case NO_ADDRESS -> "to an unusable address (Location)";
                    case NOT_ENCRYPTED ->
                        "from https to " + Origin.of(target) + ": its reverse proxy has to pass X-Forwarded-Proto";
                    case WITH_LOGIN -> "to an address with a login in it";
                    case LOCAL -> "to the local address " + Origin.of(target).authority();
                };
        throw new TransportException(
                TransportException.Kind.REDIRECT, home.authority() + " " + sends + " " + where, null);
    }

    /**
     * The token server's address that a registry names. Private addresses other than the registry's own are refused unless
     * the system property named after this class, {@code .trusted}, has the pair {@code REGISTRY=REALM} of host names.
     *
     * @throws RegistryException naming registry and realm
     */
    public static URI tokenServer(Origin registry, String realm) throws RegistryException {
        URI uri = address(() -> URI.create(realm.strip()));
        Problem problem = problem(
                registry,
                registry.isSecure(),
                uri,
                host -> HostAddress.isPrivate(host)
                        && !(HostAddress.isLoopback(host) && HostAddress.isLoopback(registry.host()))
                        && !isTrusted(registry.host() + "=" + host));
        if (problem == null) {
            return uri;
        }
        String why =
                switch (problem) {
                    case NO_ADDRESS -> "which is not an http or https address";
                    case NOT_ENCRYPTED -> "which is not encrypted";
                    case WITH_LOGIN -> "with a login in the address";
                    case LOCAL -> "which is a private address";
                };
        String shown = problem == Problem.WITH_LOGIN ? Origin.of(uri).toString() : realm.split("\\?", 2)[0];
        throw new RegistryException("registry " + registry.authority() + " points logins at "
                + ServerText.quote(shown, 120) + ", " + why + "; not sent");
    }

    private static boolean isTrusted(String pair) {
        return Arrays.stream(System.getProperty(TRUSTED, "").split(","))
                .anyMatch(p -> p.strip().equalsIgnoreCase(pair));
    }

    /** What can be read as an address to send requests to, else null. */
    private static URI address(Supplier<URI> text) {
        try {
            URI uri = text.get();
            Origin.of(uri);
            return uri;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** What is wrong with an address, or null. */
    private static Problem problem(Origin home, boolean secure, URI target, Predicate<String> isLocal) {
        if (target == null) {
            return Problem.NO_ADDRESS;
        }
        Origin origin = Origin.of(target);
        if (secure && !origin.isSecure()) {
            return Problem.NOT_ENCRYPTED;
        }
        if (target.getRawUserInfo() != null) {
            return Problem.WITH_LOGIN;
        }
        return !origin.host().equals(home.host()) && isLocal.test(origin.host()) ? Problem.LOCAL : null;
    }

    /**
     * Resolves a reference against the address it came from (RFC 3986 §5), in its raw form, since decoding and encoding would
     * change signed ones. Characters that URLs can't hold are percent-encoded; a fragment is cut off.
     *
     * @throws IllegalArgumentException if it can't be read as an address
     */
    public static URI resolve(URI base, String reference) {
        String text = encodeIllegal(reference.strip());
        int fragment = text.indexOf('#');
        if (fragment >= 0) {
            text = text.substring(0, fragment);
        }
        if (text.startsWith("?")) {
            // java.net.URI drops the last segment of the path here
            String path = base.getRawPath();
            return URI.create(base.getScheme() + "://" + base.getRawAuthority() + path + text);
        }
        URI resolved = base.resolve(URI.create(text));
        if (resolved.getHost() == null) {
            throw new IllegalArgumentException("no host");
        }
        return resolved;
    }

    private static String encodeIllegal(String text) {
        StringBuilder legal = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || LEGAL.indexOf(c) >= 0);
            if (plain) {
                legal.append(c);
            } else {
                legal.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
            }
        }
        return legal.toString();
    }
}

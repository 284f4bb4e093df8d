package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import io.jenkins.plugins.ocichart.registry.http.AddressPolicy;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import io.jenkins.plugins.ocichart.text.ServerText;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The pages of a list, along the {@code Link} headers; only addresses of the registry itself are followed. */
final class ListPages {
    private static final int MAX_PAGES = 10_000;
    private static final int MAX_LINK = 8192;

    private final RegistryConnection connection;
    private final String what;
    private final Set<String> seen = new HashSet<>();

    /** The pages of one list; {@code what} it is begins the message of a failure. */
    ListPages(RegistryConnection connection, String what) {
        this.connection = connection;
        this.what = what;
    }

    /**
     * The address of the page that follows one.
     *
     * @throws RegistryException if it is on another host, or the pages have no end
     */
    Optional<URI> after(URI page, TransportResponse response) throws RegistryException {
        seen.add(shortened(page));
        Optional<URI> next = next(response);
        if (next.isPresent() && (seen.size() >= MAX_PAGES || seen.contains(shortened(next.get())))) {
            throw failed("does not end: its pages link to each other");
        }
        return next;
    }

    private static String shortened(URI page) {
        return Digest.sha256(page.toString().getBytes(StandardCharsets.UTF_8)).hex();
    }

    private Optional<URI> next(TransportResponse response) throws RegistryException {
        List<String> lines = response.headers().allValues("Link");
        if (lines.stream().mapToInt(String::length).sum() > MAX_LINK) {
            throw failed("names its next page in more than " + MAX_LINK + " characters (Link)");
        }
        Optional<String> link = LinkHeader.next(lines);
        if (link.isEmpty()) {
            return Optional.empty();
        }
        URI target = link.get().isEmpty() ? null : resolved(response.uri(), link.get());
        if (target == null) {
            throw failed("goes on at no usable address (Link): '"
                    + ServerText.quote(connection.authenticator().mask(link.get()), 150) + "'");
        }
        if (!isRegistry(target.getHost())) {
            throw failed(
                    "goes on at " + Origin.of(target) + ", which is another host; not followed. Set the registry's own"
                            + " base URL (external URL, or X-Forwarded-Host and X-Forwarded-Proto of its proxy) to "
                            + connection.origin());
        }
        // whatever scheme, port and name the registry has for itself, this is where it can be reached
        String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
        return Optional.of(URI.create(connection.origin() + target.getRawPath() + query));
    }

    /** The address that a link leads to, or null if it is none. */
    private static URI resolved(URI from, String link) {
        try {
            URI target = AddressPolicy.resolve(from, link);
            Origin.of(target);
            return target;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Whether a host is the registry, maybe by another of its names. */
    private boolean isRegistry(String host) {
        String own = connection.origin().host();
        String other = Origin.withoutBrackets(host);
        boolean same = RegistryHost.find(host)
                .filter(name -> RegistryHost.find(own).filter(name::isSameAs).isPresent())
                .isPresent();
        if (same || other.equalsIgnoreCase(own)) {
            return true;
        }
        try {
            return List.of(InetAddress.getAllByName(own)).stream()
                    .anyMatch(Set.of(InetAddress.getAllByName(other))::contains);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    RegistryException failed(String why) {
        return new RegistryException(what + " on " + connection.origin().authority() + " " + why);
    }
}

package io.jenkins.plugins.ocichart.registry;

import io.jenkins.plugins.ocichart.text.ServerText;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A registry's {@code host[:port]} as users write it.
 *
 * @param value the host, with its port if one is given; case is kept
 * @param stripped what was cut off before and after it ({@code https://}, {@code /charts}), in that order; empty if the
 *     text was a bare host
 */
public record RegistryHost(String value, List<String> stripped) implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_.])?|\\[[0-9A-Fa-f:.]+\\])(?::[0-9]{1,5})?");
    private static final List<String> SCHEMES = List.of("oci://", "http://", "https://");

    public RegistryHost {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "invalid registry \"" + ServerText.quote(value, 120) + "\": expected host or host:port");
        }
        stripped = List.copyOf(stripped);
    }

    /**
     * Reads a host as {@code helm registry login} does: one leading {@code oci://}, {@code http://} or {@code https://}
     * in any case and everything from the first {@code /} are cut off.
     *
     * @throws IllegalArgumentException if what remains is no host
     */
    public static RegistryHost parse(String text) {
        String rest = text.strip();
        String scheme = "";
        for (String candidate : SCHEMES) {
            if (rest.regionMatches(true, 0, candidate, 0, candidate.length())) {
                scheme = rest.substring(0, candidate.length());
                rest = rest.substring(candidate.length());
                break;
            }
        }
        int slash = rest.indexOf('/');
        String path = slash < 0 ? "" : rest.substring(slash);
        String host = slash < 0 ? rest : rest.substring(0, slash);
        return new RegistryHost(
                host, Stream.of(scheme, path).filter(s -> !s.isEmpty()).toList());
    }

    /** The registry that an address begins with; empty if it begins with none. */
    public static Optional<RegistryHost> find(String address) {
        try {
            return Optional.of(parse(address));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether the text is a host name or address with an optional port. */
    public static boolean isValid(String text) {
        if (!HOST.matcher(text).matches()) {
            return false;
        }
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > text.lastIndexOf(']') && colon > 0;
        return !hasPort || Integer.parseInt(text.substring(colon + 1)) <= 65535;
    }

    /** The host that is contacted: Docker Hub's name {@code docker.io} stands for {@code registry-1.docker.io}. */
    public String endpoint() {
        return value.equals("docker.io") ? "registry-1.docker.io" : value;
    }

    /** Whether both names lead to the same registry: letter case, Docker Hub's two names and HTTPS' own port don't count. */
    public boolean isSameAs(RegistryHost other) {
        return withoutDefaultPort(endpoint()).equalsIgnoreCase(withoutDefaultPort(other.endpoint()));
    }

    private static String withoutDefaultPort(String authority) {
        return authority.endsWith(":443") ? authority.substring(0, authority.length() - 4) : authority;
    }

    @Override
    public String toString() {
        return value;
    }
}

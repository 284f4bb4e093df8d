package io.jenkins.plugins.ocichart.config;

import io.jenkins.plugins.ocichart.registry.Reference;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What an entry of the system configuration is for: a whole registry ({@code registry.example.com}), or the repositories
 * below a path of one ({@code registry.example.com/team-a}).
 *
 * @param host the registry
 * @param path the path, without a slash at either end; empty for the whole registry
 */
public record RegistryPath(RegistryHost host, String path) {
    /**
     * Reads an entry; a scheme is cut off.
     *
     * @throws IllegalArgumentException if the host is not valid, or the path can't be a repository's
     */
    static RegistryPath parse(String text) {
        RegistryPath parsed = of(text);
        if (!parsed.path.isEmpty() && !Reference.isRepository(parsed.path)) {
            throw new IllegalArgumentException("invalid repository path \"" + parsed.path + "\"");
        }
        return parsed;
    }

    /**
     * Reads an address of a step: a {@code remote}, a chart or a registry. Tag and digest are cut off; empty segments,
     * {@code .} and {@code ..} are resolved, as a push does.
     *
     * @throws IllegalArgumentException if the address doesn't begin with a host
     */
    public static RegistryPath of(String address) {
        RegistryHost host = RegistryHost.parse(address);
        String path = host.stripped().stream()
                .filter(part -> part.startsWith("/"))
                .findFirst()
                .orElse("");
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : path.split("[:@]", 2)[0].split("/")) {
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        return new RegistryPath(host, String.join("/", segments));
    }

    /** Whether the place is in the same registry, at this path or below it. */
    boolean covers(RegistryPath place) {
        return host.isSameAs(place.host)
                && (path.isEmpty() || place.path.equals(path) || place.path.startsWith(path + "/"));
    }

    /** Whether both are for the same registry and path. */
    boolean isSameAs(RegistryPath other) {
        return host.isSameAs(other.host) && path.equals(other.path);
    }

    /** {@code host[:port][/path]}. */
    @Override
    public String toString() {
        return path.isEmpty() ? host.value() : host.value() + "/" + path;
    }
}

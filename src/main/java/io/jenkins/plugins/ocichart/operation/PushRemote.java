package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.registry.Reference;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a push goes: a registry and the namespace that the chart's name is put below.
 *
 * @param registry {@code host[:port]}, as typed
 * @param namespace path below it, empty for the registry's root
 */
record PushRemote(String registry, String namespace) {
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.*)", Pattern.DOTALL);
    private static final Pattern LOGIN =
            Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*://)?.*@(?!sha\\d+:)", Pattern.DOTALL);
    private static final String FORM = "write oci://HOST[:PORT]/NAMESPACE";

    /**
     * Reads a {@code remote} parameter. Empty segments, {@code .} and {@code ..} are resolved as Helm resolves them, which
     * joins paths (pkg/pusher/ocipusher.go behaviour).
     *
     * @throws IOException where it is no place to push to; the line says what to write instead
     */
    static PushRemote parse(String text) throws IOException {
        String remote = text.strip();
        if (remote.isEmpty()) {
            throw new IOException("remote is empty: " + FORM);
        }
        Matcher scheme = SCHEME.matcher(remote);
        if (!scheme.matches()) {
            throw problem(remote, "lacks its scheme: " + FORM);
        }
        if (!scheme.group(1).equalsIgnoreCase("oci")) {
            throw problem(remote, "has the scheme " + scheme.group(1) + ", not oci: " + FORM);
        }
        String rest = scheme.group(2);
        if (!withoutLogin(rest).equals(rest)) {
            throw problem(remote, "came with a login in it: take that out and use credentialsId or ociRegistryLogin");
        }
        int slash = rest.indexOf('/');
        String registry = slash < 0 ? rest : rest.substring(0, slash);
        if (!RegistryHost.isValid(registry)) {
            throw problem(remote, "names no valid registry ('" + registry + "'): " + FORM);
        }
        return new PushRemote(registry, namespace(remote, slash < 0 ? "" : rest.substring(slash)));
    }

    /** The repository of a chart below this remote. */
    String repository(String chartName) {
        return namespace.isEmpty() ? chartName : namespace + "/" + chartName;
    }

    /** Whether the namespace ends with the chart's own name, which is legal and seldom meant. */
    boolean endsWith(String chartName) {
        return namespace.equals(chartName) || namespace.endsWith("/" + chartName);
    }

    private static String namespace(String remote, String path) throws IOException {
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : path.split("/")) {
            if (segment.equals("..")) {
                if (segments.pollLast() == null) {
                    throw problem(remote, "leaves its registry with '..': " + FORM);
                }
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        for (String segment : segments) {
            if (!Reference.isRepository(segment)) {
                throw problem(remote, complaint(segment));
            }
        }
        return String.join("/", segments);
    }

    private static String complaint(String segment) {
        if (segment.contains("@")) {
            return "has a digest: leave it out, the digest comes from the chart";
        }
        if (segment.contains(":")) {
            return "has a tag: leave it out, the tag is the chart's version";
        }
        if (Reference.isRepository(segment.toLowerCase(Locale.ROOT))) {
            return "has upper-case letters in '" + segment + "': repository names are lower case";
        }
        return "has '" + segment + "' in its path: repository names are made of lower-case letters and digits,"
                + " with single '.', '_', '__' or '-' between them";
    }

    private static IOException problem(String remote, String what) {
        return new IOException("remote '" + withoutLogin(remote) + "' " + what);
    }

    /** What can be shown: a login that someone put into the address is cut out. */
    private static String withoutLogin(String remote) {
        return LOGIN.matcher(remote).replaceFirst("$1");
    }
}

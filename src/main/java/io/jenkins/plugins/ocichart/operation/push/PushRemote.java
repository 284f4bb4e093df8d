package io.jenkins.plugins.ocichart.operation.push;

import io.jenkins.plugins.ocichart.operation.OciUrl;
import io.jenkins.plugins.ocichart.registry.Reference;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Where a push goes: a registry and the namespace that the chart's name is put below.
 *
 * @param registry {@code host[:port]}, as typed
 * @param namespace path below it, empty for the registry's root
 */
public record PushRemote(String registry, String namespace) {
    /**
     * Reads a {@code remote} parameter. Empty segments, {@code .} and {@code ..} are resolved as Helm resolves them, which
     * joins paths (pkg/pusher/ocipusher.go behaviour).
     *
     * @throws IOException if it is not a place to push to; the line says what to write instead
     */
    public static PushRemote parse(String text) throws IOException {
        return parse("remote", text);
    }

    public static PushRemote parse(String parameter, String text) throws IOException {
        OciUrl url = new OciUrl(parameter, text, "oci://HOST[:PORT]/NAMESPACE");
        String rest = url.rest();
        int slash = rest.indexOf('/');
        String registry = slash < 0 ? rest : rest.substring(0, slash);
        if (!RegistryHost.isValid(registry)) {
            throw url.problem("names no valid registry ('" + registry + "'); use " + url.form());
        }
        return new PushRemote(registry, namespace(url, slash < 0 ? "" : rest.substring(slash)));
    }

    /** The repository of a chart below this remote. */
    public String repository(String chartName) {
        return namespace.isEmpty() ? chartName : namespace + "/" + chartName;
    }

    /**
     * Where a chart goes.
     *
     * @throws IOException if its name can't be that of a repository, or its version no tag
     */
    public Reference reference(String name, String version) throws IOException {
        if (!Reference.isRepository(name)) {
            boolean upperCase = Reference.isRepository(name.toLowerCase(Locale.ROOT));
            throw new IOException("the chart's name '" + name + "' cannot be the name of a repository: "
                    + (upperCase
                            ? "it has upper-case letters"
                            : "only lower-case letters, digits, '.', '_' and '-' can"));
        }
        String tag = Reference.toTag(version);
        if (!Reference.isTag(tag)) {
            throw new IOException(
                    "the chart's version '" + version + "' cannot be a tag: it is longer than 128 characters");
        }
        return new Reference(registry, repository(name), tag, null);
    }

    /** Whether the namespace ends with the chart's own name, which is legal and seldom meant. */
    boolean endsWith(String chartName) {
        return namespace.equals(chartName) || namespace.endsWith("/" + chartName);
    }

    private static String namespace(OciUrl url, String path) throws IOException {
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : path.split("/")) {
            if (segment.equals("..")) {
                if (segments.pollLast() == null) {
                    throw url.problem("leaves its registry with '..': write " + url.form());
                }
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        for (String segment : segments) {
            if (!Reference.isRepository(segment)) {
                throw url.problem(complaint(segment));
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
}

package io.jenkins.plugins.ocichart.repository;

import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.http.AddressPolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The address of a repository, and those of what it has.
 *
 * @param uri http or https, without a login
 */
public record RepositoryUrl(URI uri) {
    private static final Pattern LOGIN = Pattern.compile("^([^/?#]*//)[^/?#]*@");

    /**
     * Reads an address.
     *
     * @throws IOException if it is not an http or https address, or has a login in it; the message doesn't show it
     */
    public static RepositoryUrl parse(String text) throws IOException {
        String shown = withoutLogin(text);
        if (!shown.equals(text)) {
            throw new IOException(
                    "repository '" + shown + "' was given with a user name or password, which would end up in"
                            + " the lock file; name them as credentialsId in repositories or in the system configuration");
        }
        try {
            URI uri = URI.create(text.strip());
            Origin.of(uri);
            return new RepositoryUrl(uri);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "repository '" + shown + "' is not an address; use https://HOST/PATH, oci://HOST/PATH, file://PATH,"
                            + " or @NAME of one of the repositories",
                    e);
        }
    }

    /** An address as a message may show it. */
    public static String withoutLogin(String text) {
        return LOGIN.matcher(text).replaceFirst("$1");
    }

    /** Scheme, host and port. */
    public Origin origin() {
        return Origin.of(uri);
    }

    /** Where the index is: below the path, with the repository's query. */
    URI index() {
        return resolve("index.yaml");
    }

    /**
     * Where a chart is.
     *
     * @param reference what the index says: an address, or a reference relative to the repository's path
     * @throws IOException if this is no address, or one with a login in it
     */
    URI chart(String reference) throws IOException {
        try {
            URI chart = resolve(reference);
            Origin.of(chart);
            if (chart.getRawUserInfo() == null) {
                return chart;
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "the index of " + this + " has an address that can't be used: '" + withoutLogin(reference) + "'",
                    e);
        }
        throw new IOException("the index of " + this + " has an address with a login in it, which is not used: '"
                + withoutLogin(reference) + "'");
    }

    /**
     * Where a chart is if an absolute path counts from the repository's own, as Helm 3 has it for the repositories that it
     * knows.
     */
    URI chartBelow(String reference) throws IOException {
        return chart(reference.replaceFirst("^/+", ""));
    }

    /** Go's ResolveReferenceURL: the repository's query replaces that of what is relative to it. */
    private URI resolve(String reference) {
        if (reference.strip().matches("[A-Za-z][A-Za-z0-9+.-]*:.*")) {
            return AddressPolicy.resolve(uri, reference);
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        URI folder = URI.create(origin() + path.replaceFirst("/$", "") + "/");
        String relative = AddressPolicy.resolve(folder, reference).toString().split("\\?", 2)[0];
        return URI.create(uri.getRawQuery() == null ? relative : relative + "?" + uri.getRawQuery());
    }

    /** Whether both addresses are of the same repository: all but a slash at the end must be equal (Helm's urlutil.Equal). */
    public static boolean areSame(String one, String other) {
        return identity(one).equals(identity(other));
    }

    /** Whether a repository is at an address or below it; case of the host, a default port and queries don't count. */
    public static boolean covers(String address, String repository) {
        try {
            URI above = URI.create(address.strip());
            URI below = URI.create(repository.strip());
            return Origin.of(above).equals(Origin.of(below)) && folder(below).startsWith(folder(above));
        } catch (IllegalArgumentException e) {
            return false; // reported when the address is used
        }
    }

    private static Path folder(URI uri) {
        String path = uri.getPath() == null ? "" : uri.getPath();
        return Path.of(path.replaceFirst("^/*", "/")).normalize();
    }

    /** What is equal for all addresses of a repository. */
    public static String identity(String text) {
        try {
            URI uri = URI.create(text.strip());
            return uri.getScheme() + "://" + uri.getRawAuthority() + folder(uri) + "?" + uri.getRawQuery();
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** An address for messages: without its query, which may hold a token. */
    static String shown(URI uri) {
        return Origin.of(uri) + uri.getRawPath();
    }

    /** As {@link #shown}. */
    @Override
    public String toString() {
        return shown(uri);
    }
}

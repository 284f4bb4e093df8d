package io.jenkins.plugins.ocichart.registry;

import io.jenkins.plugins.ocichart.text.ServerText;
import java.io.Serializable;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The name of something in a registry: {@code host[:port]/repository[:tag][@digest]}, with the grammar of Helm and of
 * the distribution specification.
 *
 * @param registry {@code host[:port]}
 * @param repository path below the host
 * @param tag the tag, or null
 * @param digest the digest, or null
 */
public record Reference(String registry, String repository, String tag, Digest digest) implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int MAX_REPOSITORY_LENGTH = 1024;
    private static final Pattern REPOSITORY = Pattern.compile("[a-z0-9]++(?:(?:[./]|__?|-++)[a-z0-9]++)*+");
    private static final int MAX_TAG_LENGTH = 128;

    public Reference {
        Objects.requireNonNull(registry, "registry");
        if (!RegistryHost.isValid(registry)) {
            throw new IllegalArgumentException("invalid registry \"" + ServerText.quote(registry, 120) + "\"");
        }
        if (!isRepository(repository)) {
            throw new IllegalArgumentException("invalid repository \"" + ServerText.quote(repository, 200) + "\"");
        }
        if (tag != null && !isTag(tag)) {
            throw new IllegalArgumentException("invalid tag \"" + ServerText.quote(tag, 200) + "\"");
        }
    }

    /**
     * Reads a reference in Helm's order: {@code oci://} is dropped, the text after the last {@code @} is the digest, the
     * text after the last {@code :} is the tag if it holds no {@code /}, its {@code +} become {@code _}. An empty tag
     * or digest counts as none.
     *
     * @throws IllegalArgumentException with one line that names the part that is wrong
     */
    public static Reference parse(String text) {
        String rest = text.startsWith("oci://") ? text.substring("oci://".length()) : text;
        String digest = "";
        int at = rest.lastIndexOf('@');
        if (at >= 0) {
            digest = rest.substring(at + 1);
            rest = rest.substring(0, at);
        }
        int slash = rest.indexOf('/');
        if (slash <= 0 || slash == rest.length() - 1) {
            throw new IllegalArgumentException(
                    "invalid reference \"" + ServerText.quote(text, 200) + "\": missing registry or repository");
        }
        String path = rest.substring(slash + 1);
        String tag = "";
        int colon = path.indexOf(':');
        if (colon >= 0) {
            tag = toTag(path.substring(colon + 1));
            path = path.substring(0, colon);
        }
        return new Reference(
                rest.substring(0, slash),
                path,
                tag.isEmpty() ? null : tag,
                digest.isEmpty() ? null : Digest.parse(digest));
    }

    /** The tag of a chart version: tags can't hold {@code +}, Helm writes {@code _} for it. */
    public static String toTag(String version) {
        return version.replace('+', '_');
    }

    /** Whether the text can be a repository's path; more than 1024 characters are refused. */
    public static boolean isRepository(String text) {
        return text != null
                && text.length() <= MAX_REPOSITORY_LENGTH
                && REPOSITORY.matcher(text).matches();
    }

    /** Whether the text can be a tag: {@code [A-Za-z0-9_][A-Za-z0-9_.-]{0,127}} (distribution-spec, "Pulling manifests"). */
    public static boolean isTag(String text) {
        if (text == null || text.isEmpty() || text.length() > MAX_TAG_LENGTH) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean word = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
            if (!word && (i == 0 || c != '.' && c != '-')) {
                return false;
            }
        }
        return true;
    }

    /** {@code host[:port]/repository}. */
    public String name() {
        return registry + "/" + repository;
    }

    /** {@code host[:port]/repository[:tag][@digest]}. */
    @Override
    public String toString() {
        return name() + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
    }
}

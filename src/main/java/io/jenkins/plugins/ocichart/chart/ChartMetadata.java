package io.jenkins.plugins.ocichart.chart;

import io.jenkins.plugins.ocichart.chart.version.ChartVersion;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.chart.yaml.GoJson;
import io.jenkins.plugins.ocichart.chart.yaml.Sanitizer;
import io.jenkins.plugins.ocichart.chart.yaml.YamlWriter;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The content of a chart's Chart.yaml as Helm holds it: decoded, sanitised and valid. The names of the fields, their
 * order and their meaning are those of Helm's {@code pkg/chart/metadata.go}. What is absent is an empty string, list or
 * map.
 */
public record ChartMetadata(
        String name,
        String home,
        List<String> sources,
        String version,
        String description,
        List<String> keywords,
        List<Maintainer> maintainers,
        String icon,
        String apiVersion,
        String condition,
        String tags,
        String appVersion,
        boolean deprecated,
        SortedMap<String, String> annotations,
        String kubeVersion,
        List<Dependency> dependencies,
        String type) {
    private static final String PREFIX = "org.opencontainers.image.";
    private static final String TITLE = PREFIX + "title";
    private static final String VERSION = PREFIX + "version";
    private static final DateTimeFormatter RFC_3339 = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX");

    public ChartMetadata {
        sources = List.copyOf(sources);
        keywords = List.copyOf(keywords);
        maintainers = List.copyOf(maintainers);
        SortedMap<String, String> sorted = new TreeMap<>(GoJson.KEY_ORDER);
        sorted.putAll(annotations);
        annotations = Collections.unmodifiableSortedMap(sorted);
        dependencies = List.copyOf(dependencies);
    }

    /** Who maintains the chart. */
    public record Maintainer(String name, String email, String url) {
        private Map<String, Object> json() {
            JsonObject json = new JsonObject();
            json.unlessEmpty("name", name);
            json.unlessEmpty("email", email);
            json.unlessEmpty("url", url);
            return json.members;
        }

        /** The form in the authors annotation; a maintainer without a name and an e-mail address leaves an empty slot. */
        private String author() {
            return name + (email.isEmpty() ? "" : " (" + email + ")");
        }
    }

    /**
     * A chart that this one depends on.
     *
     * @param importValues strings, numbers (Double), Booleans, nulls, lists and maps of them
     */
    public record Dependency(
            String name,
            String version,
            String repository,
            String condition,
            List<String> tags,
            boolean enabled,
            List<?> importValues,
            String alias) {
        public Dependency {
            tags = List.copyOf(tags);
            importValues = Collections.unmodifiableList(new ArrayList<>(importValues));
        }

        /** The values of {@link GoJson} for dependencies as Chart.yaml, locks and their digests have them; null stays null. */
        public static List<Object> json(List<Dependency> dependencies) {
            List<Object> all = new ArrayList<>();
            dependencies.forEach(one -> all.add(one == null ? null : one.json()));
            return all;
        }

        private Map<String, Object> json() {
            JsonObject json = new JsonObject();
            json.always("name", name);
            json.unlessEmpty("version", version);
            json.always("repository", repository);
            json.unlessEmpty("condition", condition);
            json.unlessEmpty("tags", tags);
            json.unlessFalse("enabled", enabled);
            json.unlessEmpty("import-values", importValues);
            json.unlessEmpty("alias", alias);
            return json.members;
        }
    }

    /**
     * The same with another version and {@code appVersion}, as {@code helm package --version --app-version} sets them.
     *
     * @param otherVersion null or empty for the one it has
     * @param otherAppVersion null or empty for the one it has; sanitised
     * @throws ChartException if the version is not a semantic version
     */
    public ChartMetadata with(String otherVersion, String otherAppVersion) throws ChartException {
        boolean same = otherVersion == null || otherVersion.isEmpty();
        if (!same && ChartVersion.loose(otherVersion).isEmpty()) {
            throw new ChartException("version \"" + otherVersion + "\" is not a semantic version");
        }
        return new ChartMetadata(
                name,
                home,
                sources,
                same ? version : otherVersion,
                description,
                keywords,
                maintainers,
                icon,
                apiVersion,
                condition,
                tags,
                otherAppVersion == null || otherAppVersion.isEmpty() ? appVersion : Sanitizer.sanitize(otherAppVersion),
                deprecated,
                annotations,
                kubeVersion,
                dependencies,
                type);
    }

    /** Whether this is a chart of Helm 2, whose dependencies and lock are in requirements.yaml and requirements.lock. */
    public boolean isVersion1() {
        return apiVersion.equals("v1");
    }

    /** The config blob, byte for byte as Helm writes it. */
    public byte[] toJson() {
        return GoJson.bytes(json());
    }

    /**
     * Chart.yaml as Helm writes it, in {@code helm show chart} and provenance files.
     *
     * @throws ChartException for a text with a control character, which Helm can't write either
     */
    public String toYaml() throws ChartException {
        return YamlWriter.write(json());
    }

    /** Chart.yaml as Helm packages it: a chart of Helm 2 has its dependencies in requirements.yaml. */
    public String toPackagedYaml() throws ChartException {
        Map<String, Object> json = json();
        if (isVersion1()) {
            json.remove("dependencies");
        }
        return YamlWriter.write(json);
    }

    private Map<String, Object> json() {
        JsonObject json = new JsonObject();
        json.unlessEmpty("name", name);
        json.unlessEmpty("home", home);
        json.unlessEmpty("sources", sources);
        json.unlessEmpty("version", version);
        json.unlessEmpty("description", description);
        json.unlessEmpty("keywords", keywords);
        json.unlessEmpty(
                "maintainers", maintainers.stream().map(Maintainer::json).toList());
        json.unlessEmpty("icon", icon);
        json.unlessEmpty("apiVersion", apiVersion);
        json.unlessEmpty("condition", condition);
        json.unlessEmpty("tags", tags);
        json.unlessEmpty("appVersion", appVersion);
        json.unlessFalse("deprecated", deprecated);
        if (!annotations.isEmpty()) {
            json.always("annotations", annotations);
        }
        json.unlessEmpty("kubeVersion", kubeVersion);
        json.unlessEmpty("dependencies", Dependency.json(dependencies));
        json.unlessEmpty("type", type);
        return json.members;
    }

    /**
     * The manifest's annotations (Helm's {@code pkg/registry/util.go} behaviour), in the order in which they are
     * written. The chart's own annotations win, except over title and version.
     *
     * @param created the archive's modification time, with the offset that its text is to have; fractions of a second
     *     are dropped
     */
    public SortedMap<String, String> ociAnnotations(OffsetDateTime created) {
        SortedMap<String, String> oci = new TreeMap<>(GoJson.KEY_ORDER);
        putUnlessBlank(oci, PREFIX + "description", description);
        putUnlessBlank(oci, TITLE, name);
        putUnlessBlank(oci, VERSION, version);
        putUnlessBlank(oci, PREFIX + "url", home);
        oci.put(PREFIX + "created", RFC_3339.format(created.truncatedTo(ChronoUnit.SECONDS)));
        if (!sources.isEmpty()) {
            putUnlessBlank(oci, PREFIX + "source", sources.get(0));
        }
        putUnlessBlank(
                oci,
                PREFIX + "authors",
                maintainers.stream().map(Maintainer::author).collect(Collectors.joining(", ")));
        annotations.forEach((key, value) -> {
            if (!key.equals(TITLE) && !key.equals(VERSION)) {
                oci.put(key, value);
            }
        });
        return oci;
    }

    private static void putUnlessBlank(Map<String, String> annotations, String key, String value) {
        if (!value.isBlank()) {
            annotations.put(key, value);
        }
    }

    /** A Go struct's members in their order, some of them marked {@code omitempty}. */
    private static final class JsonObject {
        private final Map<String, Object> members = new LinkedHashMap<>();

        void always(String key, Object value) {
            members.put(key, value);
        }

        void unlessEmpty(String key, String value) {
            if (!value.isEmpty()) {
                members.put(key, value);
            }
        }

        void unlessEmpty(String key, Collection<?> values) {
            if (!values.isEmpty()) {
                members.put(key, values);
            }
        }

        void unlessFalse(String key, boolean value) {
            if (value) {
                members.put(key, value);
            }
        }
    }
}

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
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The content of a chart's Chart.yaml as Helm holds it: decoded, sanitised and valid.
 *
 * @param fields the fields of Helm's {@code pkg/chart/metadata.go} in its order, by their names in Chart.yaml, with values for
 *     {@link GoJson}; what is absent is false, or an empty string, list or map
 * @param dependencies the charts that this one depends on
 */
public record ChartMetadata(Map<String, Object> fields, List<Dependency> dependencies) {
    private static final String PREFIX = "org.opencontainers.image.";
    private static final String TITLE = PREFIX + "title";
    private static final String VERSION = PREFIX + "version";
    private static final DateTimeFormatter RFC_3339 = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX");

    public ChartMetadata {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        dependencies = List.copyOf(dependencies);
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
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", name);
            json.put("version", version);
            json.put("repository", repository);
            json.put("condition", condition);
            json.put("tags", tags);
            json.put("enabled", enabled);
            json.put("import-values", importValues);
            json.put("alias", alias);
            return withoutEmpty(json, Set.of("name", "repository"));
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
        Map<String, Object> changed = new LinkedHashMap<>(fields);
        if (otherVersion != null && !otherVersion.isEmpty()) {
            if (ChartVersion.loose(otherVersion).isEmpty()) {
                throw new ChartException("version \"" + otherVersion + "\" is not a semantic version");
            }
            changed.put("version", otherVersion);
        }
        if (otherAppVersion != null && !otherAppVersion.isEmpty()) {
            changed.put("appVersion", Sanitizer.sanitize(otherAppVersion));
        }
        return new ChartMetadata(changed, dependencies);
    }

    public String name() {
        return text("name");
    }

    public String version() {
        return text("version");
    }

    public String appVersion() {
        return text("appVersion");
    }

    public String apiVersion() {
        return text("apiVersion");
    }

    private String text(String field) {
        return (String) fields.get(field);
    }

    /** Whether this is a chart of Helm 2, whose dependencies and lock are in requirements.yaml and requirements.lock. */
    public boolean isVersion1() {
        return apiVersion().equals("v1");
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
        return withoutEmpty(fields, Set.of());
    }

    /** The members of a Go struct that are not empty, or always written, since they aren't marked {@code omitempty}. */
    static Map<String, Object> withoutEmpty(Map<String, Object> members, Set<String> always) {
        Map<String, Object> kept = new LinkedHashMap<>();
        for (Map.Entry<String, Object> member : members.entrySet()) {
            Object value = member.getValue();
            boolean empty = value.equals("")
                    || value.equals(false)
                    || value instanceof Collection<?> values && values.isEmpty()
                    || value instanceof Map<?, ?> map && map.isEmpty();
            if (!empty || always.contains(member.getKey())) {
                kept.put(member.getKey(), value);
            }
        }
        return kept;
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
        putUnlessBlank(oci, PREFIX + "description", text("description"));
        putUnlessBlank(oci, TITLE, name());
        putUnlessBlank(oci, VERSION, version());
        putUnlessBlank(oci, PREFIX + "url", text("home"));
        oci.put(PREFIX + "created", RFC_3339.format(created.truncatedTo(ChronoUnit.SECONDS)));
        List<?> sources = (List<?>) fields.get("sources");
        if (!sources.isEmpty()) {
            putUnlessBlank(oci, PREFIX + "source", (String) sources.get(0));
        }
        List<String> authors = new ArrayList<>();
        for (Object maintainer : (List<?>) fields.get("maintainers")) {
            authors.add(author((Map<?, ?>) maintainer));
        }
        putUnlessBlank(oci, PREFIX + "authors", String.join(", ", authors));
        ((Map<?, ?>) fields.get("annotations")).forEach((key, value) -> {
            if (!key.equals(TITLE) && !key.equals(VERSION)) {
                oci.put((String) key, (String) value);
            }
        });
        return oci;
    }

    /** A maintainer without a name and an e-mail address leaves an empty slot. */
    private static String author(Map<?, ?> maintainer) {
        Object name = maintainer.get("name");
        Object email = maintainer.get("email");
        return (name == null ? "" : name) + (email == null ? "" : " (" + email + ")");
    }

    private static void putUnlessBlank(Map<String, String> annotations, String key, String value) {
        if (!value.isBlank()) {
            annotations.put(key, value);
        }
    }
}

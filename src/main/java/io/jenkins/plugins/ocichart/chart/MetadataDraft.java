package io.jenkins.plugins.ocichart.chart;

import io.jenkins.plugins.ocichart.chart.version.ChartVersion;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.chart.yaml.GoJson;
import io.jenkins.plugins.ocichart.chart.yaml.GoJsonField;
import io.jenkins.plugins.ocichart.chart.yaml.Sanitizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Chart.yaml's fields while files are decoded into them: Chart.yaml itself, then requirements.yaml (Helm decodes both
 * into one {@code chart.Metadata}).
 */
public final class MetadataDraft implements GoJsonField.Struct {
    private static final String API_VERSION_1 = "v1";

    private String name = "";
    private String home = "";
    private List<String> sources = List.of();
    private String version = "";
    private String description = "";
    private List<String> keywords = List.of();
    private List<MaintainerDraft> maintainers = List.of();
    private String icon = "";
    private String apiVersion = "";
    private String condition = "";
    private String tags = "";
    private String appVersion = "";
    private boolean deprecated;
    private SortedMap<String, String> annotations = new TreeMap<>(GoJson.KEY_ORDER);
    private String kubeVersion = "";
    private List<DependencyDraft> dependencies = List.of();
    private String type = "";

    private static final class MaintainerDraft implements GoJsonField.Struct {
        private String name = "";
        private String email = "";
        private String url = "";

        @Override
        public boolean set(String key, Object value) throws ChartException {
            GoJsonField field = new GoJsonField("maintainers." + key);
            switch (key) {
                case "name" -> name = field.string(name, value);
                case "email" -> email = field.string(email, value);
                case "url" -> url = field.string(url, value);
                default -> {
                    return false;
                }
            }
            return true;
        }

        private Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", Sanitizer.sanitize(name));
            json.put("email", Sanitizer.sanitize(email));
            json.put("url", Sanitizer.sanitize(url));
            return ChartMetadata.withoutEmpty(json, Set.of());
        }
    }

    /** Decodes a file over what was decoded before. */
    void decode(String file, Object value) throws ChartException {
        new GoJsonField(file).struct(this, value);
    }

    @Override
    public boolean set(String key, Object value) throws ChartException {
        GoJsonField field = new GoJsonField(key);
        switch (key) {
            case "name" -> name = field.string(name, value);
            case "home" -> home = field.string(home, value);
            case "sources" -> sources = field.strings(sources, value);
            case "version" -> version = field.string(version, value);
            case "description" -> description = field.string(description, value);
            case "keywords" -> keywords = field.strings(keywords, value);
            case "maintainers" -> maintainers = field.structs(maintainers, MaintainerDraft::new, value);
            case "icon" -> icon = field.string(icon, value);
            case "apiversion" -> apiVersion = field.string(apiVersion, value);
            case "condition" -> condition = field.string(condition, value);
            case "tags" -> tags = field.string(tags, value);
            case "appversion" -> appVersion = field.string(appVersion, value);
            case "deprecated" -> deprecated = field.bool(deprecated, value);
            case "annotations" -> annotations = field.stringMap(annotations, value);
            case "kubeversion" -> kubeVersion = field.string(kubeVersion, value);
            case "dependencies" -> dependencies = field.structs(dependencies, DependencyDraft::new, value);
            case "type" -> type = field.string(type, value);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** A Chart.yaml of Helm 2 may lack the apiVersion. */
    public void defaultApiVersion() {
        apiVersion = apiVersion.isEmpty() ? API_VERSION_1 : apiVersion;
    }

    public String version() {
        return version;
    }

    /** Whether this is a chart of Helm 2, whose dependencies are in requirements.yaml. */
    boolean isVersion1() {
        return apiVersion.equals(API_VERSION_1);
    }

    /**
     * Sanitises the texts and checks the fields (Helm's {@code pkg/chart/metadata.go}).
     *
     * @throws ChartException with a line that names the field, for what Helm refuses
     */
    public ChartMetadata validated() throws ChartException {
        String cleanName = Sanitizer.sanitize(name);
        checkFields(cleanName);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", cleanName);
        fields.put("home", Sanitizer.sanitize(home));
        fields.put("sources", sources.stream().map(Sanitizer::sanitize).toList());
        fields.put("version", version);
        fields.put("description", Sanitizer.sanitize(description));
        fields.put("keywords", keywords.stream().map(Sanitizer::sanitize).toList());
        fields.put("maintainers", validMaintainers());
        fields.put("icon", Sanitizer.sanitize(icon));
        fields.put("apiVersion", apiVersion);
        fields.put("condition", Sanitizer.sanitize(condition));
        fields.put("tags", Sanitizer.sanitize(tags));
        fields.put("appVersion", Sanitizer.sanitize(appVersion));
        fields.put("deprecated", deprecated);
        fields.put("annotations", annotations);
        fields.put("kubeVersion", Sanitizer.sanitize(kubeVersion));
        List<ChartMetadata.Dependency> valid = validDependencies();
        fields.put("dependencies", ChartMetadata.Dependency.json(valid));
        fields.put("type", type);
        return new ChartMetadata(fields, valid);
    }

    private void checkFields(String cleanName) throws ChartException {
        check(!apiVersion.isEmpty(), "apiVersion is missing");
        check(!cleanName.isEmpty(), "name is missing");
        check(!cleanName.equals(".") && !cleanName.equals(".."), "name \"" + cleanName + "\" is not allowed");
        check(cleanName.indexOf('/') < 0, "name \"" + cleanName + "\" must not contain a slash");
        check(!version.isEmpty(), "version is missing");
        check(ChartVersion.loose(version).isPresent(), "version \"" + version + "\" is not a semantic version");
        check(
                type.isEmpty() || type.equals("application") || type.equals("library"),
                "type \"" + type + "\" must be application or library");
    }

    private List<Object> validMaintainers() throws ChartException {
        List<Object> valid = new ArrayList<>();
        for (MaintainerDraft maintainer : maintainers) {
            check(maintainer != null, "maintainers must not contain empty or null entries");
            valid.add(maintainer.json());
        }
        return valid;
    }

    private List<ChartMetadata.Dependency> validDependencies() throws ChartException {
        List<ChartMetadata.Dependency> valid = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (DependencyDraft draft : dependencies) {
            check(draft != null, "dependencies must not contain empty or null entries");
            ChartMetadata.Dependency dependency = draft.validated();
            String key = dependency.alias().isEmpty() ? dependency.name() : dependency.alias();
            check(names.add(key), "more than one dependency with name or alias \"" + key + "\"");
            valid.add(dependency);
        }
        return valid;
    }

    private static void check(boolean condition, String message) throws ChartException {
        if (!condition) {
            throw new ChartException(message);
        }
    }
}

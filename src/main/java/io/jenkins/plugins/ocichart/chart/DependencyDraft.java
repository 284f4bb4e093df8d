package io.jenkins.plugins.ocichart.chart;

import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.chart.yaml.GoJsonField;
import io.jenkins.plugins.ocichart.chart.yaml.Sanitizer;
import java.util.List;
import java.util.regex.Pattern;

/** An entry of {@code dependencies} while files are decoded into it. */
final class DependencyDraft implements GoJsonField.Struct {
    private static final Pattern ALIAS = Pattern.compile("[a-zA-Z0-9_-]+");

    private String name = "";
    private String version = "";
    private String repository = "";
    private String condition = "";
    private List<String> tags = List.of();
    private boolean enabled;
    private List<?> importValues = List.of();
    private String alias = "";

    @Override
    public boolean set(String key, Object value) throws ChartException {
        GoJsonField field = new GoJsonField("dependencies." + key);
        switch (key) {
            case "name" -> name = field.string(name, value);
            case "version" -> version = field.string(version, value);
            case "repository" -> repository = field.string(repository, value);
            case "condition" -> condition = field.string(condition, value);
            case "tags" -> tags = field.strings(tags, value);
            case "enabled" -> enabled = field.bool(enabled, value);
            case "import-values" -> importValues = field.jsonList(value);
            case "alias" -> alias = field.string(alias, value);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** The values as they were decoded, which is how a lock keeps them. */
    ChartMetadata.Dependency asItIs() {
        return new ChartMetadata.Dependency(name, version, repository, condition, tags, enabled, importValues, alias);
    }

    /**
     * Sanitises and checks this (Helm's {@code pkg/chart/dependency.go}).
     *
     * @throws ChartException if the alias has a character that Helm forbids
     */
    ChartMetadata.Dependency validated() throws ChartException {
        String clean = Sanitizer.sanitize(name);
        if (!alias.isEmpty() && !ALIAS.matcher(alias).matches()) {
            throw new ChartException("dependency \"" + clean + "\" has disallowed characters in its alias \"" + alias
                    + "\"; letters, digits, _ and - are allowed");
        }
        return new ChartMetadata.Dependency(
                clean,
                Sanitizer.sanitize(version),
                Sanitizer.sanitize(repository),
                Sanitizer.sanitize(condition),
                tags.stream().map(Sanitizer::sanitize).toList(),
                enabled,
                importValues,
                alias);
    }
}

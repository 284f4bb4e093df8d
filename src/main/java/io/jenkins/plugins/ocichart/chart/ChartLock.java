package io.jenkins.plugins.ocichart.chart;

import io.jenkins.plugins.ocichart.chart.ChartMetadata.Dependency;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.chart.yaml.GoJsonField;
import io.jenkins.plugins.ocichart.chart.yaml.GoTime;
import io.jenkins.plugins.ocichart.chart.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The content of Chart.lock or requirements.lock, as it was read: nothing is sanitised.
 *
 * @param generated when it was made, as Go writes a time: RFC 3339 with up to nine digits behind the point
 * @param digest the digest of what Chart.yaml and the lock say of the dependencies, empty if it has none
 * @param dependencies the locked dependencies; null if there is no such list; elements may be null
 */
public record ChartLock(String generated, String digest, List<Dependency> dependencies) {
    /** Go's zero time, which a lock has that doesn't say when it was made. */
    private static final String NEVER = "0001-01-01T00:00:00Z";

    public ChartLock {
        dependencies = dependencies == null ? null : Collections.unmodifiableList(new ArrayList<>(dependencies));
    }

    /**
     * Takes a decoded file.
     *
     * @return null for a file without content, which counts as none
     * @throws ChartException if Helm refuses it
     */
    static ChartLock of(String file, Object value) throws ChartException {
        Draft draft = new Draft();
        new GoJsonField(file).struct(draft, value);
        return value == null ? null : draft.lock();
    }

    /** The file's text as Helm writes it. */
    public String toYaml() throws ChartException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("generated", generated);
        json.put("digest", digest);
        json.put("dependencies", dependencies == null ? null : Dependency.json(dependencies));
        return YamlWriter.write(json);
    }

    private static final class Draft implements GoJsonField.Struct {
        private String generated = NEVER;
        private String digest = "";
        private List<DependencyDraft> dependencies;

        @Override
        public boolean set(String key, Object value) throws ChartException {
            GoJsonField field = new GoJsonField(key);
            switch (key) {
                case "generated" -> generated = value == null ? generated : time(value);
                case "digest" -> digest = field.string(digest, value);
                case "dependencies" ->
                    dependencies = value == null
                            ? null
                            : field.structs(
                                    dependencies == null ? List.of() : dependencies, DependencyDraft::new, value);
                default -> {
                    return false;
                }
            }
            return true;
        }

        private static String time(Object value) throws ChartException {
            if (value instanceof String text && GoTime.isRfc3339(text)) {
                return GoTime.rfc3339(text);
            }
            throw new ChartException("generated must be a time such as 2026-01-31T12:00:00Z, not " + value);
        }

        private ChartLock lock() {
            List<Dependency> all = dependencies == null ? null : new ArrayList<>();
            for (DependencyDraft one : dependencies == null ? List.<DependencyDraft>of() : dependencies) {
                all.add(one == null ? null : one.asItIs());
            }
            return new ChartLock(generated, digest, all);
        }
    }
}

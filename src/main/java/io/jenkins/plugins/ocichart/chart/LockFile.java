package io.jenkins.plugins.ocichart.chart;

import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.chart.yaml.GoJsonField;
import io.jenkins.plugins.ocichart.chart.yaml.GoTime;
import java.util.List;

/** Chart.lock or requirements.lock, of which only the form matters: Helm refuses a chart whose lock can't be decoded. */
final class LockFile implements GoJsonField.Struct {
    private String digest = "";
    private List<DependencyDraft> dependencies = List.of();

    private LockFile() {}

    static void check(String file, Object value) throws ChartException {
        new GoJsonField(file).struct(new LockFile(), value);
    }

    @Override
    public boolean set(String key, Object value) throws ChartException {
        GoJsonField field = new GoJsonField(key);
        switch (key) {
            case "generated" -> checkTime(value);
            case "digest" -> digest = field.string(digest, value);
            case "dependencies" -> dependencies = field.structs(dependencies, DependencyDraft::new, value);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void checkTime(Object value) throws ChartException {
        if (value != null && !(value instanceof String text && GoTime.isRfc3339(text))) {
            throw new ChartException("generated must be a time such as 2026-01-31T12:00:00Z, not " + value);
        }
    }
}

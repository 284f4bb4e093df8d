package io.jenkins.plugins.ocichart.chart;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Chart.lock or requirements.lock, of which only the form matters: Helm refuses a chart whose lock can't be decoded. */
final class LockFile implements GoJsonField.Struct {
    /** RFC 3339 as Go's time type reads it from JSON. */
    private static final Pattern TIME =
            Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})T([01][0-9]|2[0-3])(?::[0-5][0-9]){2}"
                    + "(?:\\.[0-9]+)?(?:Z|[-+](?:[01][0-9]|2[0-3]):[0-5][0-9])");

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
        if (value != null && !(value instanceof String text && isTime(text))) {
            throw new ChartException("generated must be a time such as 2026-01-31T12:00:00Z, not " + value);
        }
    }

    private static boolean isTime(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            return false;
        }
        try {
            LocalDate.of(
                    Integer.parseInt(time.group(1)), Integer.parseInt(time.group(2)), Integer.parseInt(time.group(3)));
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}

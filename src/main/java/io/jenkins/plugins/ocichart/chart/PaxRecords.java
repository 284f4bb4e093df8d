package io.jenkins.plugins.ocichart.chart;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The records of a PAX extended header (POSIX {@code pax}), with the checks of Go's {@code archive/tar}. */
final class PaxRecords {
    private static final Set<String> STRINGS = Set.of("path", "linkpath", "uname", "gname");
    private static final Set<String> NUMBERS = Set.of("uid", "gid", "size");
    private static final Set<String> TIMES = Set.of("atime", "mtime", "ctime");
    private static final Pattern FRACTION = Pattern.compile("[0-9]*");

    private PaxRecords() {}

    /** Reads {@code "LENGTH KEY=VALUE\n"} as often as it occurs. Records without a value are left out. */
    static Map<String, String> parse(byte[] content) throws ChartException {
        Map<String, String> records = new HashMap<>();
        // One char per byte, because the lengths count bytes.
        String text = new String(content, StandardCharsets.ISO_8859_1);
        int start = 0;
        while (start < text.length()) {
            int space = text.indexOf(' ', start);
            long length = space < 0 ? 0 : number(text.substring(start, space));
            if (length < 5 || length > text.length() - start || length <= space - start + 1) {
                throw invalid();
            }
            int end = start + (int) length;
            int equals = text.indexOf('=', space);
            if (text.charAt(end - 1) != '\n' || equals <= space + 1 || equals >= end - 1) {
                throw invalid();
            }
            put(records, utf8(text.substring(space + 1, equals)), utf8(text.substring(equals + 1, end - 1)));
            start = end;
        }
        return records;
    }

    private static void put(Map<String, String> records, String key, String value) throws ChartException {
        if ((STRINGS.contains(key) ? value : key).indexOf('\0') >= 0) {
            throw invalid();
        }
        if (key.startsWith("GNU.sparse.")) {
            throw new ChartException("sparse files are not supported in a chart archive");
        }
        records.put(key, value);
    }

    /** Checks the values of the records that a file's header takes over; empty ones are as good as absent. */
    static Map<String, String> checked(Map<String, String> records) throws ChartException {
        records.values().removeIf(String::isEmpty);
        for (Map.Entry<String, String> record : records.entrySet()) {
            if (NUMBERS.contains(record.getKey())) {
                number(record.getValue());
            } else if (TIMES.contains(record.getKey())) {
                checkTime(record.getValue());
            }
        }
        return records;
    }

    private static void checkTime(String value) throws ChartException {
        String[] parts = value.split("\\.", 2);
        number(parts[0]);
        if (parts.length > 1 && !FRACTION.matcher(parts[1]).matches()) {
            throw invalid();
        }
    }

    static long number(String text) throws ChartException {
        try {
            if (text.chars().allMatch(c -> c < 0x80)) {
                return Long.parseLong(text);
            }
        } catch (NumberFormatException e) {
            throw new ChartException("invalid tar header", e);
        }
        throw invalid();
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static ChartException invalid() {
        return new ChartException("invalid tar header");
    }
}

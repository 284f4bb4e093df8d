package io.jenkins.plugins.ocichart.chart.archive;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The records of an extended header, {@code LENGTH KEY=VALUE} and a line end each, as Go's {@code archive/tar} checks them. */
final class PaxRecords {
    /** What a header may have at most, as in Go. */
    static final int MAX = 1 << 20;

    private static final Pattern LENGTH = Pattern.compile("\\+?0*(\\d{1,7}) ");
    private static final Set<String> TEXTS = Set.of("path", "linkpath", "uname", "gname");
    private static final String OFFSET = "GNU.sparse.offset";
    private static final String BYTES = "GNU.sparse.numbytes";

    /** What each version of GNU's sparse files has; Go and commons-compress make different things of less. */
    private static final List<Set<String>> SPARSE = List.of(
            Set.of("GNU.sparse.size", "GNU.sparse.numblocks"),
            Set.of("GNU.sparse.major", "GNU.sparse.minor", "GNU.sparse.name", "GNU.sparse.realsize"));

    private PaxRecords() {}

    /** Whether Go takes these for records; false, too, for records of a sparse file that are not complete. */
    static boolean areValid(byte[] header) {
        String text = new String(header, StandardCharsets.ISO_8859_1);
        Matcher length = LENGTH.matcher(text);
        Set<String> keys = new HashSet<>();
        String expected = OFFSET;
        for (int start = 0; start < text.length(); ) {
            if (!length.region(start, text.length()).lookingAt()) {
                return false;
            }
            int size = Integer.parseInt(length.group(1));
            int end = start + size;
            if (end <= length.end() || size > text.length() - start || text.charAt(end - 1) != '\n') {
                return false;
            }
            String record = text.substring(length.end(), end - 1);
            int equals = record.indexOf('=');
            if (equals < 1) {
                return false;
            }
            String key = record.substring(0, equals);
            if ((TEXTS.contains(key) ? record : key).indexOf('\0') >= 0) {
                return false;
            }
            if (key.equals(OFFSET) || key.equals(BYTES)) {
                if (!key.equals(expected) || record.indexOf(',') >= 0) {
                    return false;
                }
                expected = key.equals(OFFSET) ? BYTES : OFFSET;
            }
            keys.add(key);
            start = end;
        }
        boolean sparse = keys.stream().anyMatch(key -> key.startsWith("GNU.sparse."));
        return !sparse || SPARSE.stream().anyMatch(keys::containsAll);
    }
}

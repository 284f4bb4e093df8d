package io.jenkins.plugins.ocichart.helm;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** What {@code helm} prints on standard error: the end of it, since that has the reason of a failure. */
final class HelmMessages extends ByteArrayOutputStream {
    private static final int LIMIT = 64 << 10;
    private static final int LONGEST = 2000;

    /** Helm's own warnings and those of the API server. Others quote values. */
    private static final Pattern WARNING = Pattern.compile("WARNING: .*|W\\d{4} .*");

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        super.write(bytes, offset, length);
        if (count > 2 * LIMIT) {
            System.arraycopy(buf, count - LIMIT, buf, 0, LIMIT);
            count = LIMIT;
        }
    }

    @Override
    public synchronized void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /** Why a command failed, in one line without Helm's {@code Error:}. */
    synchronized String problem() {
        String text = toString(StandardCharsets.UTF_8).strip();
        int error = text.lastIndexOf("Error: ");
        boolean atLine = error == 0 || error > 0 && text.charAt(error - 1) == '\n';
        String line = (atLine ? text.substring(error + "Error: ".length()) : text).replaceAll("\\s*[\\r\\n]+\\s*", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    /** The warnings, which are meant for the user. */
    synchronized List<String> warnings() {
        return toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> WARNING.matcher(line).matches())
                .toList();
    }
}

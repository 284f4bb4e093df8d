package io.jenkins.plugins.ocichart.chart.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;

/** The byte order mark that Helm removes from the beginning of every file of a chart. */
public final class ByteOrderMark {
    private static final byte[] UTF_8 = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private ByteOrderMark() {}

    /** The content without the mark, if it has one. */
    public static InputStream skip(InputStream content) throws IOException {
        byte[] start = content.readNBytes(UTF_8.length);
        PushbackInputStream all = new PushbackInputStream(content, UTF_8.length);
        if (!Arrays.equals(start, UTF_8)) {
            all.unread(start);
        }
        return all;
    }
}

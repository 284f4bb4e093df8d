package io.jenkins.plugins.ocichart.chart;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A tar header as Go's {@code archive/tar} reads it.
 *
 * @param name the path in the archive
 * @param type the type flag
 * @param mode the permissions, which in some archives also tell a directory
 * @param size the size of the file; the content that follows is {@link #contentSize}
 */
record TarHeader(String name, char type, int mode, long size) {
    static final int BLOCK = 512;
    static final char REGULAR = '0';
    static final char DIRECTORY = '5';
    static final char EXTENDED = 'x';
    static final char GLOBAL_EXTENDED = 'g';
    static final char GNU_LONG_NAME = 'L';
    static final char GNU_LONG_LINK = 'K';
    static final char GNU_SPARSE = 'S';
    private static final char OLD_REGULAR = '\0';

    private static final int FILE_TYPE = ~07777;
    private static final int DIRECTORY_TYPE = 040000;

    /** Reads a block that isn't all zeros. */
    static TarHeader parse(byte[] block) throws ChartException {
        TarBlock fields = new TarBlock(block);
        fields.checkSum();
        String name = fields.string(0, 100);
        int mode = (int) fields.number(100, 8);
        long size = fields.number(124, 12);
        fields.number(108, 8);
        fields.number(116, 8);
        fields.number(136, 12);
        String prefix = fields.prefix();
        return new TarHeader(prefix.isEmpty() ? name : prefix + "/" + name, (char) (block[156] & 0xff), mode, size);
    }

    /** This header with the records of an extended header and GNU's long name. */
    TarHeader with(Map<String, String> records, String longName) throws ChartException {
        String newName = longName.isEmpty() ? records.getOrDefault("path", name) : longName;
        long newSize = size;
        if (records.containsKey("size")) {
            newSize = PaxRecords.number(records.get("size"));
        }
        char newType = type;
        if (type == OLD_REGULAR) {
            newType = newName.endsWith("/") ? DIRECTORY : REGULAR;
        }
        return new TarHeader(newName, newType, mode, newSize);
    }

    boolean isDirectory() {
        return type == DIRECTORY || (mode & FILE_TYPE) == DIRECTORY_TYPE;
    }

    /** Whether this is a link, a device, a directory or a pipe, which have no content. */
    boolean isSpecial() {
        return type >= '1' && type <= '6';
    }

    /** How many bytes of content follow the header; links and the like have none, whatever their size says. */
    long contentSize() throws ChartException {
        if (isSpecial()) {
            return 0;
        }
        if (size < 0) {
            throw new ChartException("invalid tar header");
        }
        return size;
    }

    static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }
}

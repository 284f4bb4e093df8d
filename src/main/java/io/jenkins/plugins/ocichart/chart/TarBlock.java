package io.jenkins.plugins.ocichart.chart;

import java.nio.charset.StandardCharsets;

/** The fields of a tar header's block, in the formats that Go's {@code archive/tar} knows: V7, USTAR, STAR and GNU. */
record TarBlock(byte[] bytes) {
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_LENGTH = 8;

    /** Checks the sum, of unsigned or (as some old programs have it) signed bytes. */
    void checkSum() throws ChartException {
        long unsigned = 0;
        long signed = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte b = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH ? (byte) ' ' : bytes[i];
            unsigned += b & 0xff;
            signed += b;
        }
        long sum = octal(CHECKSUM, CHECKSUM_LENGTH);
        if (sum != unsigned && sum != signed) {
            throw invalid();
        }
    }

    /** The directory part of the name in the formats that have one; checks the other fields on the way. */
    String prefix() throws ChartException {
        String magic = new String(bytes, 257, 6, StandardCharsets.ISO_8859_1);
        String version = new String(bytes, 263, 2, StandardCharsets.ISO_8859_1);
        boolean ustar = magic.equals("ustar\0");
        boolean gnu = magic.equals("ustar ") && version.equals(" \0");
        if (!ustar && !gnu) {
            return "";
        }
        number(329, 8);
        number(337, 8);
        if (gnu) {
            return gnuPrefix();
        }
        boolean star = new String(bytes, 508, 4, StandardCharsets.ISO_8859_1).equals("tar\0");
        if (star) {
            number(476, 12);
            number(488, 12);
        }
        return string(345, star ? 131 : 155);
    }

    /** GNU's format has times there, but old Go programs wrote a prefix. */
    private String gnuPrefix() {
        try {
            if (bytes[345] != 0) {
                number(345, 12);
            }
            if (bytes[357] != 0) {
                number(357, 12);
            }
            return "";
        } catch (ChartException e) {
            String prefix = string(345, 155);
            return prefix.chars().allMatch(c -> c < 0x80) ? prefix : "";
        }
    }

    /** A text that ends at a NUL or with the field. */
    String string(int from, int length) {
        return TarHeader.text(bytes, from, length);
    }

    /** An octal number, or a binary one of two's complement where the first bit is set. */
    long number(int from, int length) throws ChartException {
        return (bytes[from] & 0x80) == 0 ? octal(from, length) : binary(from, length);
    }

    private long binary(int from, int length) throws ChartException {
        int inversion = (bytes[from] & 0x40) == 0 ? 0 : 0xff;
        long value = 0;
        for (int i = from; i < from + length; i++) {
            int b = (bytes[i] & 0xff) ^ inversion;
            if (value >>> 56 != 0) {
                throw invalid();
            }
            value = value << 8 | (i == from ? b & 0x7f : b);
        }
        if (value < 0) {
            throw invalid();
        }
        return inversion == 0 ? value : ~value;
    }

    private long octal(int from, int length) throws ChartException {
        int start = from;
        int end = from + length;
        while (start < end && isPadding(bytes[start])) {
            start++;
        }
        while (end > start && isPadding(bytes[end - 1])) {
            end--;
        }
        String digits = string(start, end - start);
        if (digits.isEmpty()) {
            return 0;
        }
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '7')) {
            throw invalid();
        }
        return Long.parseUnsignedLong(digits, 8);
    }

    private static boolean isPadding(byte b) {
        return b == ' ' || b == 0;
    }

    private static ChartException invalid() {
        return new ChartException("invalid tar header");
    }
}

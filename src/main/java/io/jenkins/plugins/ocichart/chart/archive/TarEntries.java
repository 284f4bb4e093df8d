package io.jenkins.plugins.ocichart.chart.archive;

import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveStructSparse;
import org.apache.commons.compress.archivers.tar.TarUtils;

/**
 * The entries of a tar, read by commons-compress, with the checks of Go's {@code archive/tar} that commons-compress lacks:
 * nothing that Helm refuses or reads otherwise is passed over in silence.
 */
final class TarEntries {
    /** The type that an entry gets which Helm skips. */
    private static final byte SKIPPED = 'G';

    private static final int FILE_TYPE = ~07777;
    private static final int DIRECTORY_TYPE = 040000;
    private static final int RECORD = 512;
    private static final int BLOCK = 20 * RECORD;
    private static final int TYPE = 156;
    private static final int MAGIC = 257;
    private static final int PREFIX = 345;

    /** Start and length of mode, user, group, size and time; then of the device's numbers, which the oldest format lacks. */
    private static final int[][] NUMBERS = {{100, 8}, {108, 8}, {116, 8}, {124, 12}, {136, 12}, {329, 8}, {337, 8}};

    private static final int V7_NUMBERS = 5;
    /** A path that begins with a slash, in an extended header or as GNU writes long ones. */
    private static final Pattern ABSOLUTE = Pattern.compile("/|(?:.*\n)?[0-9]+ path=/", Pattern.DOTALL);

    private static final Pattern OCTAL = Pattern.compile(" *([0-7]+(\\x00.*)?)?[ \\x00]*", Pattern.DOTALL);

    /** commons-compress reads the pieces of a sparse file recursively, a call for each piece of the buffer. */
    private static final int SPARSE_BUFFER = 512;

    private final Gunzip gunzip;
    private final Records tar;
    private TarArchiveEntry entry;

    TarEntries(Gunzip gunzip) {
        this.gunzip = gunzip;
        this.tar = new Records(gunzip);
    }

    /** Goes to the next entry that Helm doesn't skip; false at the end of the archive. */
    boolean next() throws IOException {
        do {
            if (entry != null) {
                if (type() == SKIPPED && !PaxRecords.areValid(content().readNBytes(PaxRecords.MAX))) {
                    throw invalid(null);
                }
                content().transferTo(OutputStream.nullOutputStream());
            }
            entry = readHeader();
            if (entry == null) {
                return false;
            }
            if (isDirectory() && entry.getSize() > 0) {
                throw hasSize();
            }
            if (type() == 'S' && piecesOfSparseFile() != entry.getSize()) {
                throw invalid(null);
            }
        } while (isDirectory() || type() == SKIPPED);
        return true;
    }

    /** The path as the archive has it. */
    String name() {
        return entry.getName();
    }

    /** The size of the file in bytes, with the holes of a sparse one. */
    long size() {
        return entry.getRealSize();
    }

    /** Whether this is a link, a device or a pipe, which have no content. */
    boolean isSpecial() {
        return type() >= '1' && type() <= '6';
    }

    /** The content of the entry; ends with it. Closing it does nothing. */
    InputStream content() {
        return new FilterInputStream(tar) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                try {
                    return super.read(buffer, offset, entry.isSparse() ? Math.min(length, SPARSE_BUFFER) : length);
                } catch (IOException e) {
                    throw explained(e);
                }
            }

            @Override
            public void close() {
                // the other entries are still to be read
            }
        };
    }

    /** What is thrown for an entry without content that says it has some. */
    ChartException hasSize() {
        return new ChartException("\"" + name() + "\" is no regular file but has a size");
    }

    private TarArchiveEntry readHeader() throws IOException {
        gunzip.beginHeader();
        try {
            TarArchiveEntry next = tar.getNextEntry();
            if (next != null && next.getLinkFlag() != SKIPPED && !next.isCheckSumOK()) {
                throw invalid(null);
            }
            return next;
        } catch (IOException e) {
            throw explained(e);
        } catch (RuntimeException e) {
            // commons-compress doesn't check every field before it uses it
            throw invalid(e);
        } finally {
            gunzip.endHeader();
        }
    }

    private char type() {
        return (char) (entry.getLinkFlag() & 0xff);
    }

    private long piecesOfSparseFile() {
        return entry.getSparseHeaders().stream()
                .mapToLong(TarArchiveStructSparse::getNumbytes)
                .sum();
    }

    /** As Go has it: a name that ends with a slash doesn't matter, except in the oldest format. */
    private boolean isDirectory() {
        return type() == '5'
                || (entry.getMode() & FILE_TYPE) == DIRECTORY_TYPE
                || type() == 0 && entry.getName().endsWith("/");
    }

    private IOException explained(IOException e) {
        if (e instanceof ChartException || gunzip.isFailureOfSource(e)) {
            return e;
        }
        boolean truncated = String.valueOf(e.getMessage()).startsWith("Truncated");
        return truncated ? new ChartException("the archive is truncated", e) : invalid(e);
    }

    private static ChartException invalid(Exception cause) {
        return new ChartException("invalid tar header", cause);
    }

    /** Looks at every header before commons-compress does. */
    private static final class Records extends TarArchiveInputStream {
        private final Gunzip gunzip;
        private final ByteArrayOutputStream extension = new ByteArrayOutputStream();
        private boolean ended;
        private byte type;
        private boolean extended;

        Records(Gunzip gunzip) {
            super(gunzip, BLOCK, RECORD, "UTF-8");
            this.gunzip = gunzip;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            if ((type == 'x' || type == 'L') && read > 0 && extension.size() < PaxRecords.MAX) {
                extension.write(buffer, offset, read);
            }
            return read;
        }

        /** Checks what has been read of an extended header or a long name. */
        private void finishExtension() throws IOException {
            String text = extension.toString(StandardCharsets.ISO_8859_1);
            // Go ends a long name at a zero, commons-compress doesn't.
            int end = text.indexOf('\0');
            boolean cut = end >= 0 && !text.chars().skip(end).allMatch(c -> c == 0);
            if (type == 'x' ? !PaxRecords.areValid(extension.toByteArray()) : cut) {
                throw invalid(null);
            }
            if (ABSOLUTE.matcher(text).lookingAt()) {
                // commons-compress drops the slashes, with which Helm drops another part of the path
                throw new ChartException(
                        "a long path in the archive begins with a slash; pack the chart with helm package");
            }
            extension.reset();
        }

        @Override
        protected byte[] readRecord() throws IOException {
            finishExtension();
            byte[] record = super.readRecord();
            if (record == null) {
                checkEnd();
                return null;
            }
            boolean zeros = isEOFRecord(record);
            if (ended && !zeros) {
                throw invalid(null);
            }
            ended = zeros;
            checkFields(record);
            if (record[TYPE] == 'S' && !isGnu(record)) {
                throw invalid(null);
            }
            type = record[TYPE];
            checkExtended();
            checkSpecial(record);
            return record;
        }

        /** If there are several extended headers Go takes the last one, commons-compress the first. */
        private void checkExtended() throws IOException {
            boolean extension = type == 'x' || type == 'L';
            if (extension && extended) {
                throw invalid(null);
            }
            extended = extension || type == 'K' && extended;
        }

        /** commons-compress takes much that is no number for 0, or doesn't look at it, and reads a prefix in every format. */
        private static void checkFields(byte[] record) throws IOException {
            boolean known = magic(record).startsWith("ustar\0") || isGnu(record);
            if (!known && record[PREFIX] != 0) {
                throw invalid(null);
            }
            for (int[] field : known ? NUMBERS : Arrays.copyOf(NUMBERS, V7_NUMBERS)) {
                if (!isNumber(Arrays.copyOfRange(record, field[0], field[0] + field[1]))) {
                    throw invalid(null);
                }
            }
        }

        private static boolean isGnu(byte[] record) {
            return magic(record).equals("ustar  \0");
        }

        private static String magic(byte[] record) {
            return new String(record, MAGIC, Long.BYTES, StandardCharsets.ISO_8859_1);
        }

        /** An octal number between blanks and zeros, or a binary one of 63 bits with its sign (Go's parseNumeric). */
        private static boolean isNumber(byte[] field) {
            if (field[0] >= 0) {
                return OCTAL.matcher(new String(field, StandardCharsets.ISO_8859_1))
                        .matches();
            }
            int inverted = (field[0] & 0x40) == 0 ? 0 : 0xff;
            for (int i = 0; i < field.length; i++) {
                field[i] ^= (byte) inverted;
            }
            field[0] &= 0x7f;
            return new BigInteger(1, field).bitLength() < Long.SIZE;
        }

        private void checkEnd() throws IOException {
            if (getBytesRead() % RECORD != 0) {
                throw new ChartException("the archive is truncated");
            }
            if (gunzip.isFollowedByOtherData()) {
                throw new ChartException("the archive is damaged: what follows its first part is not gzip");
            }
        }

        /** The headers that commons-compress takes for part of the next one, whose checksums it doesn't look at. */
        private static void checkSpecial(byte[] record) throws IOException {
            switch (record[TYPE]) {
                case 'x', 'L', 'K', 'g':
                    if (!TarUtils.verifyCheckSum(record)) {
                        throw invalid(null);
                    }
                    // Helm takes nothing from a global header, whatever it says.
                    record[TYPE] = record[TYPE] == 'g' ? SKIPPED : record[TYPE];
                    break;
                case SKIPPED:
                    throw invalid(null);
                case 'X':
                    throw new ChartException("extended headers of Solaris are not supported; pack the chart again with"
                            + " helm package");
                default:
                    break;
            }
        }
    }
}

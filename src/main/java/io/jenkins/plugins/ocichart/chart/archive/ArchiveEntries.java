package io.jenkins.plugins.ocichart.chart.archive;

import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The files of a chart archive, one after the other, with Helm's rules for names and sizes ({@code LoadArchiveFiles} of
 * {@code pkg/chart/loader/archive.go}). Nothing is kept in memory.
 *
 * <p>Like Helm, this takes links and other special entries for empty files, and ignores what follows the tar's end. But
 * Helm doesn't notice a gzip stream that breaks off after that end, or whose checksum is wrong there; this refuses it, since
 * such a file isn't what {@code helm package} wrote.
 */
public final class ArchiveEntries implements AutoCloseable {
    /** Helm's {@code MaxDecompressedChartSize}: all files together must be smaller. */
    private static final long MAX_TOTAL = 100L << 20;

    /** Helm's {@code MaxDecompressedFileSize}. */
    private static final long MAX_FILE = 5L << 20;

    /** How much padding after the end of the tar is read for the sake of gzip's checksum. */
    private static final int MAX_PADDING = 16 << 20;

    /** Helm has no such limit; it keeps the memory for each file bounded. */
    private static final int MAX_FILES = 100_000;

    private static final Pattern DRIVE = Pattern.compile("[a-zA-Z]:/.*", Pattern.DOTALL);

    private final Gunzip gunzip;
    private final TarEntries tar;
    private String name;
    private final Budget budget;
    private long remaining = MAX_TOTAL;
    private int files;

    /** How many bytes may still come out of a chart archive and of the archives in it, headers and all. */
    public static final class Budget {
        private static final long MAX = 1L << 30;

        private final Set<String> warnings;
        private long remaining = MAX;

        /** For an archive that Helm 3 loads. */
        public Budget() {
            this(null);
        }

        /**
         * For an archive that Helm 4.3 loads, which has no limit for single files.
         *
         * @param warnings gets the names of those that older versions refuse; null to refuse them, too
         */
        public Budget(Set<String> warnings) {
            this.warnings = warnings;
        }

        private void takeLargeFile(String name) throws ChartException {
            String large = "\"" + name + "\" is larger than the maximum file size of " + (MAX_FILE >> 20) + " MiB";
            if (warnings == null) {
                throw new ChartException(large);
            }
            warnings.add(large + " of Helm before 4.3");
        }

        void take(int bytes) throws ChartException {
            remaining -= bytes;
            if (remaining < 0) {
                throw new ChartException("more than " + (MAX >> 20) + " MiB when decompressed");
            }
        }
    }

    /**
     * Begins with a gzipped tar; {@code archive} stays open.
     *
     * @throws ChartException if it isn't gzipped
     */
    public ArchiveEntries(InputStream archive, Budget budget) throws IOException {
        this.budget = budget;
        gunzip = Gunzip.open(archive, budget);
        tar = new TarEntries(gunzip);
    }

    /**
     * Goes to the next file; false at the end, when all of the archive has been checked.
     *
     * @throws ChartException for what Helm refuses, and for a damaged archive
     */
    public boolean next() throws IOException {
        if (!tar.next()) {
            if (files == 0) {
                throw new ChartException("no files in the archive");
            }
            readPadding();
            return false;
        }
        name = pathBelowRoot(tar.name());
        remaining -= tar.size();
        checkSize();
        if (++files > MAX_FILES) {
            throw new ChartException("more than " + MAX_FILES + " files in the archive");
        }
        return true;
    }

    /** The path as the archive has it. */
    public String path() {
        return tar.name();
    }

    /** The path below the chart's directory, with slashes and without {@code .} and {@code ..}. */
    public String name() {
        return name;
    }

    /** Whether this is a link, a device or the like. To Helm it is an empty file. */
    public boolean isSpecial() {
        return tar.isSpecial();
    }

    /** Without a byte order mark; at most 5 MiB, unless the budget says otherwise. Need not be read; to be called once for a file. */
    public InputStream content() throws IOException {
        return ByteOrderMark.skip(tar.content());
    }

    @Override
    public void close() {
        gunzip.close();
    }

    /** Reads what follows the tar's end, up to gzip's checksum. */
    private void readPadding() throws IOException {
        byte[] padding = new byte[16 << 10];
        for (int left = MAX_PADDING; left > 0 && gunzip.read(padding) >= 0; left -= padding.length) {
            // only the checksum matters
        }
    }

    private void checkSize() throws ChartException {
        if (tar.size() > MAX_FILE) {
            budget.takeLargeFile(tar.name());
        }
        if (remaining <= 0) {
            throw new ChartException(
                    "the files are larger than the maximum of " + (MAX_TOTAL >> 20) + " MiB when decompressed");
        }
        if (tar.isSpecial() && tar.size() > 0) {
            throw tar.hasSize();
        }
    }

    /** Drops the first component of a path, whatever it is. */
    private static String pathBelowRoot(String path) throws ChartException {
        String separator = path.indexOf('\\') >= 0 ? "\\" : "/";
        int end = path.indexOf(separator);
        String below = end < 0 ? "" : path.substring(end + 1).replace(separator, "/");
        if (below.startsWith("/")) {
            throw new ChartException("\"" + path + "\" is an absolute path");
        }
        String clean = clean(below);
        if (clean.isEmpty()) {
            throw new ChartException("\"" + path + "\" is outside of the chart's directory"
                    + (end < 0 ? "; package the chart's folder with helm package" : ""));
        }
        if (clean.startsWith("..")) {
            throw new ChartException("\"" + path + "\" references a parent directory");
        }
        if (DRIVE.matcher(clean).matches()) {
            throw new ChartException("\"" + path + "\" is an illegal name: it begins with a drive letter");
        }
        if (end == "Chart.yaml".length() && path.startsWith("Chart.yaml")) {
            throw new ChartException("\"" + path + "\": Chart.yaml is not in the chart's directory");
        }
        return clean;
    }

    /** A relative path without empty components, {@code .} and, if possible, {@code ..}; Go's {@code path.Clean}. */
    private static String clean(String path) {
        Deque<String> components = new ArrayDeque<>();
        for (String component : path.split("/")) {
            if (component.equals("..")
                    && !components.isEmpty()
                    && !components.getLast().equals("..")) {
                components.removeLast();
            } else if (!component.isEmpty() && !component.equals(".")) {
                components.addLast(component);
            }
        }
        return String.join("/", components);
    }
}

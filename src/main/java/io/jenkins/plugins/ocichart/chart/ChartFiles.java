package io.jenkins.plugins.ocichart.chart;

import io.jenkins.plugins.ocichart.chart.archive.ArchiveEntries;
import java.io.IOException;
import java.io.InputStream;

/** The files of a chart, in the order in which Helm has them. They can be read as often as wanted, and stay where they are. */
@FunctionalInterface
public interface ChartFiles {
    /** Takes files one after the other. */
    @FunctionalInterface
    interface Visitor {
        /**
         * Takes a file.
         *
         * @param name its path below the chart's folder, with slashes
         * @param content its content without a byte order mark, at most 5 MiB; need not be read, and can't be afterwards. Null
         *     for a link or a special file in an archive, which Helm takes for an empty one
         */
        void file(String name, InputStream content) throws IOException;
    }

    /** Shows all files to a visitor. */
    void forEach(Visitor visitor) throws IOException;

    /** All of a file's content; null is empty. */
    static byte[] bytes(InputStream content) throws IOException {
        return content == null ? new byte[0] : content.readAllBytes();
    }

    /** The files of the archive that a stream has, which can be read once; the stream stays open. */
    static ChartFiles ofArchive(InputStream archive, ArchiveEntries.Budget budget) {
        return visitor -> {
            try (ArchiveEntries entries = new ArchiveEntries(archive, budget)) {
                while (entries.next()) {
                    visitor.file(entries.name(), entries.isSpecial() ? null : entries.content());
                }
            }
        };
    }

    /**
     * The files of a chart in this one's {@code charts/}; provenance files there belong to this one.
     *
     * @param entry the folder's name, or that of an archive ({@code .tgz})
     */
    default ChartFiles subchart(String entry) {
        String place = ChartLoader.CHARTS + entry;
        if (entry.endsWith(".tgz")) {
            return visitor -> {
                boolean[] found = new boolean[1];
                forEach((name, content) -> {
                    if (name.equals(place) && !found[0]) {
                        found[0] = true;
                        ofArchive(content, new ArchiveEntries.Budget()).forEach(visitor);
                    }
                });
            };
        }
        return visitor -> forEach((name, content) -> {
            if (name.startsWith(place + "/") && !name.endsWith(".prov")) {
                visitor.file(name.substring(place.length() + 1), content);
            }
        });
    }
}

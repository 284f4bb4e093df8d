package io.jenkins.plugins.ocichart.chart.archive;

import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Unpacks a chart archive into a directory, as {@code helm pull --untar} does ({@code pkg/chartutil/expand.go}). */
public final class ChartUnpacker {
    private ChartUnpacker() {}

    /**
     * Writes the chart's files, without the folder that the archive has them in, into {@code directory}, which is created.
     * If that fails, some of them may be there.
     *
     * @return the directory
     * @throws ChartException for an archive that Helm refuses, for links, and for names that lead out of the directory or
     *     that this system can't have
     * @throws IOException if reading or writing fails
     */
    public static Path unpack(Path archive, Path directory) throws IOException {
        Files.createDirectories(directory);
        try (InputStream in = Files.newInputStream(archive);
                ArchiveEntries entries = new ArchiveEntries(in, new ArchiveEntries.Budget())) {
            while (entries.next()) {
                if (entries.isSpecial()) {
                    throw new ChartException(
                            "\"" + entries.name() + "\" is a link or a special file, which is never unpacked");
                }
                write(entries, resolve(directory, entries.name()));
            }
        }
        return directory;
    }

    private static void write(ArchiveEntries entries, Path file) throws IOException {
        try {
            Files.createDirectories(file.getParent());
            Files.copy(entries.content(), file, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            throw new ChartException("\"" + entries.name() + "\" is both a file and a directory", e);
        }
    }

    /** The names are clean already, but this system may understand more by them than slashes and dots. */
    private static Path resolve(Path directory, String name) throws ChartException {
        try {
            Path relative = directory.getFileSystem().getPath(name);
            if (relative.getRoot() == null && relative.equals(relative.normalize()) && !relative.startsWith("..")) {
                return directory.resolve(relative);
            }
        } catch (InvalidPathException e) {
            throw new ChartException("\"" + name + "\" is not a file name on this system", e);
        }
        throw new ChartException("\"" + name + "\" is outside of the chart's directory");
    }
}

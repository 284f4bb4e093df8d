package io.jenkins.plugins.ocichart.chart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;

/**
 * Unpacks a chart archive into a directory, as {@code helm pull --untar} does ({@code pkg/chartutil/expand.go}), but
 * never by half: the files are written into a temporary directory beside the chart's, which then gets its name.
 */
public final class ChartUnpacker {
    private static final String CHART_YAML = "Chart.yaml";

    private final Path root;
    private String chartName = "";

    private ChartUnpacker(Path root) {
        this.root = root;
    }

    /**
     * Unpacks {@code archive} into a directory below {@code destination} that has the chart's name. Where that fails
     * nothing is left.
     *
     * @param destination created where missing
     * @return the chart's directory
     * @throws ChartException for an archive that Helm refuses, for links, for names that lead out of the directory or
     *     that this system can't have, and where the chart's directory exists already
     * @throws IOException where reading or writing fails
     */
    public static Path unpack(Path archive, Path destination) throws IOException {
        Path temporary = destination.resolve(".unpack-" + UUID.randomUUID());
        try {
            Files.createDirectories(destination);
            Files.createDirectory(temporary);
            ChartUnpacker unpacker = new ChartUnpacker(temporary);
            unpacker.write(archive);
            Path chart = unpacker.chartDirectory(archive, destination);
            Files.move(temporary, chart, StandardCopyOption.ATOMIC_MOVE);
            return chart;
        } catch (ChartException | ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException("can't unpack " + archive + " into " + destination + ": " + reason(e), e);
        } finally {
            deleteRecursively(temporary);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof FileSystemException failure && failure.getReason() != null
                ? failure.getReason()
                : String.valueOf(e.getMessage());
    }

    private void write(Path archive) throws IOException {
        try (InputStream in = ChartArchive.open(archive)) {
            write(archive, in);
        }
    }

    private void write(Path archive, InputStream in) throws IOException {
        try {
            ArchiveEntries.read(in, new Gunzip.Budget(), new ArchiveEntries.Visitor() {
                @Override
                public void file(String name, InputStream content) throws IOException {
                    writeFile(name, content);
                }

                @Override
                public void special(String name) throws IOException {
                    throw new ChartException("\"" + name + "\" is a link or a special file, which is never unpacked");
                }
            });
        } catch (ChartException e) {
            throw new ChartException(archive + ": " + e.getMessage(), e);
        }
    }

    private void writeFile(String name, InputStream content) throws IOException {
        Path file = resolve(name);
        try {
            Files.createDirectories(file.getParent());
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            throw new ChartException("\"" + name + "\" is both a file and a directory", e);
        }
        if (name.equals(CHART_YAML)) {
            chartName = MetadataDraft.nameIn(Files.readAllBytes(file));
        }
    }

    /** The names are clean already, but this system may understand more by them than slashes and dots. */
    private Path resolve(String name) throws ChartException {
        try {
            Path relative = root.getFileSystem().getPath(name);
            if (relative.getRoot() == null && relative.equals(relative.normalize()) && !relative.startsWith("..")) {
                return root.resolve(relative);
            }
        } catch (InvalidPathException e) {
            throw new ChartException("\"" + name + "\" is not a file name on this system", e);
        }
        throw new ChartException("\"" + name + "\" is outside of the chart's directory");
    }

    private Path chartDirectory(Path archive, Path destination) throws ChartException {
        if (chartName.isEmpty()) {
            throw new ChartException(archive + ": Chart.yaml with the chart's name is missing");
        }
        if (!isFileName(destination, chartName)) {
            throw new ChartException(archive + ": chart name \"" + chartName + "\" can't be the name of a directory");
        }
        Path chart = destination.resolve(chartName);
        if (Files.exists(chart, LinkOption.NOFOLLOW_LINKS)) {
            throw new ChartException("can't unpack: a file or directory with the name " + chart + " already exists");
        }
        return chart;
    }

    private static boolean isFileName(Path directory, String name) {
        try {
            Path path = directory.getFileSystem().getPath(name);
            return !path.isAbsolute()
                    && path.getNameCount() == 1
                    && path.toString().equals(name)
                    && !name.equals(".")
                    && !name.equals("..");
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static void deleteRecursively(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}

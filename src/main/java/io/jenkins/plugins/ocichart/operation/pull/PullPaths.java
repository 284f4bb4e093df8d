package io.jenkins.plugins.ocichart.operation.pull;

import io.jenkins.plugins.ocichart.chart.version.ChartVersion;
import io.jenkins.plugins.ocichart.operation.UserPath;
import io.jenkins.plugins.ocichart.registry.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a pull puts what it fetches.
 *
 * @param typed the folder as the user wrote it, relative or absolute
 * @param folder the same as an absolute path
 */
record PullPaths(Path typed, Path folder) {
    static PullPaths of(Path directory, Pull request) throws IOException {
        Path typed = UserPath.of("destination", request.destination());
        if (request.untar()) {
            typed = typed.resolve(UserPath.of("untarDir", request.untarDir()));
        }
        return new PullPaths(typed.normalize(), directory.resolve(typed).normalize());
    }

    /** Helm's name for the archive (pkg/downloader/chart_downloader.go behaviour): {@code +} stays as it is. */
    static String archiveName(String name, String tag, Digest digest) {
        if (digest != null) {
            return name + "@" + digest.algorithm() + "-" + digest.hex() + ".tgz";
        }
        return name + "-" + ChartVersion.ofTag(tag).map(ChartVersion::text).orElse(tag) + ".tgz";
    }

    /** A file or folder of this name as the user can use it: below the folder as typed, with slashes. */
    String result(String name) {
        return UserPath.shown(typed.resolve(name));
    }

    /** Fails if a folder has the name that the archive would get. */
    void requireFile(String name) throws IOException {
        if (Files.isDirectory(folder.resolve(name))) {
            throw new IOException("cannot write " + folder.resolve(name) + ": a folder has this name");
        }
    }

    /** Fails if this system can't have a folder of this name. */
    void requireFolderName(String name) throws IOException {
        if (!isFileName(name)) {
            throw new IOException("failed to untar: chart name \"" + name + "\" can't be the name of a folder");
        }
    }

    /**
     * Whether the chart's folder is there with exactly these files, as a pull leaves it that is repeated after a restart of
     * Jenkins. Fails if something else is there, as Helm's {@code --untar} does.
     */
    boolean holds(String name, Path unpacked) throws IOException {
        Path existing = folder.resolve(name);
        if (!Files.exists(existing)) {
            return false;
        }
        if (!isSame(existing, unpacked)) {
            throw new IOException("failed to untar: a file or directory with the name " + existing + " already exists");
        }
        return true;
    }

    private static boolean isSame(Path one, Path other) throws IOException {
        List<Path> files = files(one);
        if (!files.equals(files(other))) {
            return false;
        }
        for (Path file : files) {
            if (Files.mismatch(one.resolve(file), other.resolve(file)) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .map(root::relativize)
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isFileName(String name) {
        try {
            Path path = Path.of(name);
            return !name.isEmpty()
                    && !path.isAbsolute()
                    && path.getNameCount() == 1
                    && path.toString().equals(name)
                    && !name.equals(".")
                    && !name.equals("..");
        } catch (InvalidPathException e) {
            return false;
        }
    }
}

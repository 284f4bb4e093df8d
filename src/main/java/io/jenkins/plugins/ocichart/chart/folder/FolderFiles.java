package io.jenkins.plugins.ocichart.chart.folder;

import io.jenkins.plugins.ocichart.chart.ChartFiles;
import io.jenkins.plugins.ocichart.chart.archive.ByteOrderMark;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.chart.yaml.GoJson;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a chart's folder, as Helm finds them ({@code pkg/chart/loader/directory.go}, {@code internal/sympath}): in the
 * order of their names' bytes, without what {@code .helmignore} names, links followed. Unlike Helm, a link may not lead to
 * where the build has nothing to read, and a loop of links ends at once.
 */
final class FolderFiles implements ChartFiles {
    private static final long MAX_FILE = 5 << 20;

    /** Helm has no such limit; folders that link to each other can hold more files than there are. */
    private static final int MAX_FILES = 100_000;

    private record Entry(String name, Path file) {}

    private final List<Entry> files = new ArrayList<>();
    private final List<Path> allowed;
    private final Deque<Path> open = new ArrayDeque<>();
    private HelmIgnore ignore;

    private FolderFiles(List<Path> allowed) {
        this.allowed = allowed;
    }

    /**
     * Lists the files.
     *
     * @param allowed the folders that links may lead to, as real paths
     * @param warnings gets what looks like a rule of git in {@code .helmignore}
     * @throws ChartException for what Helm refuses and for links that lead elsewhere; names the file
     */
    static FolderFiles of(Path folder, List<Path> allowed, Set<String> warnings) throws IOException {
        FolderFiles files = new FolderFiles(allowed);
        files.ignore = HelmIgnore.read(folder, warnings);
        files.walk("", folder.toRealPath());
        return files;
    }

    @Override
    public void forEach(Visitor visitor) throws IOException {
        for (Entry entry : files) {
            try (InputStream content = new Content(entry)) {
                visitor.file(entry.name, content);
            } catch (NoSuchFileException e) {
                throw new ChartException(entry.name + ": vanished while it was being read", e);
            } catch (AccessDeniedException e) {
                throw new ChartException(entry.name + ": permission denied", e);
            }
        }
    }

    private void walk(String prefix, Path folder) throws IOException {
        if (open.contains(folder)) {
            throw new FileSystemLoopException(prefix);
        }
        open.push(folder);
        for (var entry : entries(prefix, folder).entrySet()) {
            visit(prefix + entry.getKey(), entry.getValue());
        }
        open.pop();
    }

    private void visit(String name, Path path) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        boolean link = attributes.isSymbolicLink();
        Path real = path;
        if (link) {
            real = target(name, path);
            attributes = Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        }
        if (ignore.ignores(name, attributes.isDirectory())) {
            return;
        }
        if (link && allowed.stream().noneMatch(real::startsWith)) {
            throw new ChartException(name + ": is a link to " + real
                    + ", which is outside of the workspace; copy what the chart needs into its folder");
        }
        if (attributes.isDirectory()) {
            try {
                walk(name + "/", real);
            } catch (FileSystemLoopException e) {
                throw new ChartException(name + ": is a link to a folder that it is in, which never ends", e);
            }
            return;
        }
        if (!attributes.isRegularFile()) {
            throw irregular(name);
        }
        if (attributes.size() > MAX_FILE) {
            throw tooLarge(name);
        }
        files.add(new Entry(name, real));
        if (files.size() > MAX_FILES) {
            throw new ChartException("more than " + MAX_FILES + " files in the chart's folder");
        }
    }

    private static Path target(String name, Path link) throws IOException {
        try {
            return link.toRealPath();
        } catch (NoSuchFileException e) {
            throw new ChartException(name + ": is a link to " + Files.readSymbolicLink(link) + ", which is missing", e);
        } catch (AccessDeniedException e) {
            throw e;
        } catch (IOException e) {
            throw new ChartException(name + ": is a link that leads nowhere: too many levels of symbolic links", e);
        }
    }

    private static SortedMap<String, Path> entries(String prefix, Path folder) throws IOException {
        SortedMap<String, Path> entries = new TreeMap<>(GoJson.KEY_ORDER);
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path entry : stream) {
                String name = entry.getFileName().toString();
                if (name.indexOf('\ufffd') >= 0) {
                    throw new ChartException(
                            prefix + name + ": this agent's locale can't represent the file's name; start"
                                    + " the agent with LC_ALL=C.UTF-8");
                }
                entries.put(name, entry);
            }
        } catch (AccessDeniedException e) {
            throw new ChartException(prefix + ": permission denied", e);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }

    static ChartException irregular(String name) {
        return new ChartException(name + ": is no regular file (a pipe, a socket or a device)");
    }

    private static ChartException tooLarge(String name) {
        return new ChartException(name + ": is larger than the maximum file size of " + (MAX_FILE >> 20) + " MiB");
    }

    /** Opens the file when it is read, which most aren't each time; it may have grown since it was listed. */
    private static final class Content extends InputStream {
        private final Entry entry;
        private InputStream file;
        private InputStream in;
        private long left = MAX_FILE;

        Content(Entry entry) {
            this.entry = entry;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (in == null) {
                file = new BufferedInputStream(Files.newInputStream(entry.file));
                in = ByteOrderMark.skip(file);
            }
            int count = in.read(buffer, offset, length);
            left -= Math.max(count, 0);
            if (left < 0) {
                throw tooLarge(entry.name);
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            if (file != null) {
                file.close();
            }
        }
    }
}

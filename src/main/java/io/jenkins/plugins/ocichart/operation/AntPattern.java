package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.registry.logins.Platform;
import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A path pattern with Apache Ant's wildcards: {@code ?} is one character, {@code *} any number of them within a name,
 * {@code **} any number of folders. Names are compared with their case. Links to folders are followed, as Ant follows them.
 */
public final class AntPattern {
    private static final Pattern WILDCARD = Pattern.compile("[*?]");

    private final String text;
    private final Platform platform;

    /** A pattern for files of this machine; slashes and backslashes separate. */
    public AntPattern(String text) {
        this(text, Platform.current());
    }

    AntPattern(String text, Platform platform) {
        this.platform = platform;
        String slashes = text.replace('\\', '/');
        this.text = slashes.endsWith("/") ? slashes + "**" : slashes;
    }

    /** Whether the text has one of the wildcards. */
    public static boolean hasWildcards(String text) {
        return WILDCARD.matcher(text).find();
    }

    /** The regular files below {@code directory} (or below the root, for an absolute pattern) that match, sorted. */
    public Set<Path> files(Path directory) throws IOException {
        return find(directory, Files::isRegularFile);
    }

    /** The same for the files or folders that are wanted. */
    Set<Path> find(Path directory, Predicate<Path> wanted) throws IOException {
        String root = platform.root(text);
        List<String> segments = Arrays.stream(text.substring(root.length()).split("/"))
                .filter(segment -> !segment.isEmpty())
                .toList();
        Walk walk = new Walk(wanted);
        try {
            walk.collect(directory.resolve(root), segments);
            while (!walk.links.isEmpty()) {
                walk.links.pop().run();
            }
        } catch (UncheckedIOException | DirectoryIteratorException e) {
            throw new IOException(
                    "cannot read the folders that '" + text + "' names: " + ErrorLine.of((IOException) e.getCause()),
                    e);
        } catch (InvalidPathException e) {
            return walk.found; // no file can have such a name
        }
        return walk.found;
    }

    /** Links that {@code **} meets are followed last, and no folder twice, so that loops end and real names come first. */
    private static final class Walk {
        private final TreeSet<Path> found = new TreeSet<>();
        private final Deque<Runnable> links = new ArrayDeque<>();
        private final Set<Map.Entry<Path, Integer>> visited = new HashSet<>();
        private final Predicate<Path> wanted;

        Walk(Predicate<Path> wanted) {
            this.wanted = wanted;
        }

        private void collect(Path folder, List<String> segments) {
            if (segments.isEmpty()) {
                return;
            }
            String segment = segments.get(0);
            List<String> rest = segments.subList(1, segments.size());
            if (segment.equals("**")) {
                if (!visited.add(Map.entry(realPath(folder), segments.size()))) {
                    return;
                }
                collect(folder, rest.isEmpty() ? List.of("*") : rest);
                for (Path entry : entries(folder)) {
                    if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                        collect(entry, segments);
                    } else if (Files.isDirectory(entry)) {
                        links.add(() -> collect(entry, segments));
                    }
                }
            } else if (!hasWildcards(segment)) {
                step(folder.resolve(segment), rest);
            } else {
                Pattern name = Pattern.compile(regex(segment), Pattern.DOTALL);
                for (Path entry : entries(folder)) {
                    if (name.matcher(entry.getFileName().toString()).matches()) {
                        step(entry, rest);
                    }
                }
            }
        }

        private void step(Path entry, List<String> rest) {
            if (!rest.isEmpty() && Files.isDirectory(entry)) {
                collect(entry, rest);
            } else if (rest.isEmpty() && wanted.test(entry)) {
                found.add(entry.normalize());
            }
        }
    }

    private static Path realPath(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder; // it doesn't exist, or the listing says what is wrong
        }
    }

    private static List<Path> entries(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        TreeSet<Path> entries = new TreeSet<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(entries);
    }

    /** The regular expression for a name with {@code *} and {@code ?}. */
    public static String regex(String name) {
        StringBuilder regex = new StringBuilder();
        for (char c : name.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return regex.toString();
    }
}

package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A path pattern with Apache Ant's wildcards: {@code ?} is one character, {@code *} any number of them within a name,
 * {@code **} any number of folders. Names are compared with their case.
 */
public final class AntPattern {
    private static final Pattern WILDCARD = Pattern.compile("[*?]");

    private final String text;

    public AntPattern(String text) {
        String slashes = text.replace('\\', '/');
        this.text = slashes.endsWith("/") ? slashes + "**" : slashes;
    }

    public static boolean hasWildcards(String text) {
        return WILDCARD.matcher(text).find();
    }

    /** The regular files below {@code directory} (or below the root, for an absolute pattern) that match, sorted. */
    public Set<Path> files(Path directory) throws IOException {
        List<String> segments =
                Arrays.stream(text.split("/")).filter(s -> !s.isEmpty()).toList();
        Path start = text.startsWith("/") ? directory.getRoot() : directory;
        if (!segments.isEmpty() && segments.get(0).matches("[A-Za-z]:")) {
            start = Path.of(segments.get(0) + "/");
            segments = segments.subList(1, segments.size());
        }
        TreeSet<Path> found = new TreeSet<>();
        try {
            collect(start, segments, found);
        } catch (UncheckedIOException | DirectoryIteratorException e) {
            throw new IOException(
                    "cannot read the folders that '" + text + "' names: " + ErrorLine.of((IOException) e.getCause()),
                    e);
        } catch (InvalidPathException e) {
            return found; // no file can have such a name
        }
        return found;
    }

    private static void collect(Path folder, List<String> segments, TreeSet<Path> found) {
        if (segments.isEmpty()) {
            return;
        }
        String segment = segments.get(0);
        List<String> rest = segments.subList(1, segments.size());
        if (segment.equals("**")) {
            collect(folder, rest.isEmpty() ? List.of("*") : rest, found);
            // A link to a folder is not followed here, or a loop of links would have no end.
            for (Path entry : entries(folder)) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    collect(entry, segments, found);
                }
            }
        } else if (!hasWildcards(segment)) {
            step(folder.resolve(segment), rest, found);
        } else {
            Pattern name = regex(segment);
            for (Path entry : entries(folder)) {
                if (name.matcher(entry.getFileName().toString()).matches()) {
                    step(entry, rest, found);
                }
            }
        }
    }

    private static void step(Path entry, List<String> rest, TreeSet<Path> found) {
        if (!rest.isEmpty() && Files.isDirectory(entry)) {
            collect(entry, rest, found);
        } else if (rest.isEmpty() && Files.isRegularFile(entry)) {
            found.add(entry.normalize());
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

    private static Pattern regex(String segment) {
        StringBuilder regex = new StringBuilder();
        for (char c : segment.toCharArray()) {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}

package io.jenkins.plugins.ocichart.operation.push;

import io.jenkins.plugins.ocichart.operation.AntPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the files that a push's {@code chart} parameter names. */
final class ChartSelection {
    private static final Comparator<Path> BY_FILE_NAME =
            Comparator.comparing((Path file) -> file.getFileName().toString()).thenComparing(Path::toString);

    private ChartSelection() {}

    /**
     * The files that a path, an Ant pattern or a comma-separated list of them names, each once, ordered by file name.
     *
     * @throws IOException where one of them names no file, or a folder
     */
    static List<Path> select(Path directory, String chart) throws IOException {
        if (chart.replace(',', ' ').isBlank()) {
            throw new IOException("no chart is given: name a chart archive (.tgz) or a pattern such as dist/*.tgz");
        }
        Path whole = existing(directory, chart);
        Collection<Path> files = new ArrayList<>();
        if (whole != null && Files.isRegularFile(whole)) {
            files.add(whole);
        } else {
            for (String part : chart.split(",")) {
                if (!part.isBlank()) {
                    files.addAll(matches(directory, part.strip()));
                }
            }
        }
        Map<Path, Path> distinct = new LinkedHashMap<>();
        for (Path file : files) {
            distinct.putIfAbsent(file.toRealPath(), file);
        }
        return distinct.values().stream().sorted(BY_FILE_NAME).toList();
    }

    /** A file's path for messages and results: relative to {@code directory} where it is below it, with slashes. */
    static String display(Path directory, Path file) {
        Path shown = file.startsWith(directory) ? directory.relativize(file) : file;
        return shown.toString().replace('\\', '/');
    }

    private static List<Path> matches(Path directory, String part) throws IOException {
        Path named = existing(directory, part);
        if (named != null && Files.isDirectory(named)) {
            throw new IOException(
                    "'" + part + "' is a folder: package it with 'helm package' and push the .tgz file that it makes");
        }
        if (named != null) {
            return List.of(named);
        }
        if (!AntPattern.hasWildcards(part) && !part.endsWith("/")) {
            throw new IOException("'" + part + "': no such file in " + directory);
        }
        Set<Path> found = new AntPattern(part).files(directory);
        List<Path> charts =
                found.stream().filter(file -> !isProvenanceOf(file, found)).toList();
        if (charts.isEmpty()) {
            throw new IOException("no file in " + directory + " matches '" + part + "'");
        }
        return charts;
    }

    /** A pattern such as {@code dist/*} takes in provenance files, which go with their chart. */
    private static boolean isProvenanceOf(Path file, Set<Path> found) {
        String name = file.getFileName().toString();
        return name.endsWith(".prov")
                && found.contains(file.resolveSibling(name.substring(0, name.length() - ".prov".length())));
    }

    private static Path existing(Path directory, String text) {
        try {
            Path path = directory.resolve(text).normalize();
            return Files.exists(path) ? path : null;
        } catch (InvalidPathException e) {
            return null; // a pattern, where the system allows no wildcard in a name
        }
    }
}

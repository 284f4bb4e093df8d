package io.jenkins.plugins.ocichart.operation.push;

import io.jenkins.plugins.ocichart.operation.AntPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the files that a push's {@code chart} parameter names. */
final class ChartSelection {
    private static final Comparator<Path> BY_FILE_NAME =
            Comparator.comparing((Path file) -> file.getFileName().toString()).thenComparing(Path::toString);

    private static final Pattern BRACES = Pattern.compile("\\{([^{}]*,[^{}]*)}");

    private ChartSelection() {}

    /**
     * The files that a path, an Ant pattern or a list of them names, each once, ordered by file name. Commas, line ends and
     * blanks separate patterns, and braces hold alternatives.
     *
     * @throws IOException if one of them names no file, or a folder
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
            for (String part : parts(chart)) {
                for (String pattern : alternatives(directory, part.strip())) {
                    files.addAll(matches(directory, pattern));
                }
            }
        }
        Map<Path, Path> distinct = new LinkedHashMap<>();
        for (Path file : files) {
            distinct.putIfAbsent(file.toRealPath(), file);
        }
        return distinct.values().stream().sorted(BY_FILE_NAME).toList();
    }

    /** A file's path for messages and results: relative to {@code directory} if it is below it, with slashes. */
    static String display(Path directory, Path file) {
        Path shown = file.startsWith(directory) ? directory.relativize(file) : file;
        return shown.toString().replace('\\', '/');
    }

    /** Commas and line ends separate; commas in braces don't. */
    private static List<String> parts(String chart) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        int depth = 0;
        for (int i = 0; i < chart.length(); i++) {
            char c = chart.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == '\n' || c == '\r' || c == ',' && depth <= 0) {
                parts.add(chart.substring(start, i));
                start = i + 1;
                depth = 0;
            }
        }
        parts.add(chart.substring(start));
        return parts;
    }

    /** What braces stand for, as in a shell; a file that has them in its name is meant if it exists. */
    private static List<String> alternatives(Path directory, String part) {
        Matcher braces = BRACES.matcher(part);
        if (part.isEmpty() || existing(directory, part) != null || !braces.find()) {
            return part.isEmpty() ? List.of() : List.of(part);
        }
        return Arrays.stream(braces.group(1).split(",", -1))
                .map(one -> part.substring(0, braces.start()) + one + part.substring(braces.end()))
                .flatMap(one -> alternatives(directory, one).stream())
                .toList();
    }

    /** Blanks may be part of a name; if nothing has it, they separate patterns. */
    private static List<Path> matches(Path directory, String part) throws IOException {
        List<Path> whole = find(directory, part);
        if (!whole.isEmpty()) {
            return whole;
        }
        List<Path> files = new ArrayList<>();
        String missing = null;
        for (String piece : part.split("\\s+")) {
            List<Path> found = find(directory, piece);
            missing = missing == null && found.isEmpty() ? piece : missing;
            files.addAll(found);
        }
        if (missing == null) {
            return files;
        }
        String unmatched = files.isEmpty() ? part : missing;
        throw new IOException(
                AntPattern.hasWildcards(unmatched) || unmatched.endsWith("/")
                        ? "no file in " + directory + " matches '" + unmatched + "'"
                        : "'" + unmatched + "': no such file in " + directory);
    }

    private static List<Path> find(Path directory, String part) throws IOException {
        Path named = existing(directory, part);
        if (named != null && Files.isDirectory(named)) {
            throw new IOException(
                    "'" + part + "' is a folder: package it with 'helm package' and push the .tgz file that it makes");
        }
        if (named != null) {
            return List.of(named);
        }
        if (!AntPattern.hasWildcards(part) && !part.endsWith("/")) {
            return List.of();
        }
        Set<Path> found = new AntPattern(part).files(directory);
        return found.stream().filter(file -> !isProvenanceOf(file, found)).toList();
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
            return null; // a pattern, if the system allows no wildcard in a name
        }
    }
}

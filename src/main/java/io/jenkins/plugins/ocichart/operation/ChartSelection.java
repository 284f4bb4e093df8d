package io.jenkins.plugins.ocichart.operation;

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

/** Finds the chart archives or chart folders that a {@code chart} parameter names. */
public final class ChartSelection {
    private static final Comparator<Path> BY_FILE_NAME =
            Comparator.comparing((Path file) -> file.getFileName().toString()).thenComparing(Path::toString);

    private static final Pattern BRACES = Pattern.compile("\\{([^{}]*,[^{}]*)}");

    private final Path directory;
    private final boolean folders;

    private ChartSelection(Path directory, boolean folders) {
        this.directory = directory;
        this.folders = folders;
    }

    /**
     * The files that a path, an Ant pattern or a list of them names, each once, ordered by file name. Commas, line ends and
     * blanks separate patterns, and braces hold alternatives.
     *
     * @throws IOException if one of them names no file, or a folder
     */
    public static List<Path> archives(Path directory, String chart) throws IOException {
        Collection<Path> found = new ChartSelection(directory, false)
                .select(chart, "name a chart archive (.tgz) or a pattern such as dist/*.tgz");
        return found.stream().sorted(BY_FILE_NAME).toList();
    }

    /**
     * The folders that a list of the same form names, each once, in its order. Of what a pattern matches, only folders with a
     * Chart.yaml count, and none that is inside another one's.
     *
     * @throws IOException if one of them names no folder, or a file
     */
    public static List<Path> folders(Path directory, String chart) throws IOException {
        return List.copyOf(new ChartSelection(directory, true)
                .select(chart, "name a chart's folder or a pattern such as charts/*"));
    }

    private Collection<Path> select(String chart, String advice) throws IOException {
        if (chart.replace(',', ' ').isBlank()) {
            throw new IOException("no chart is given: " + advice);
        }
        Path whole = existing(chart);
        Collection<Path> files = new ArrayList<>();
        if (whole != null && (folders ? Files.isDirectory(whole) : Files.isRegularFile(whole))) {
            files.add(whole);
        } else {
            for (String part : parts(chart)) {
                for (String pattern : alternatives(part.strip())) {
                    files.addAll(matches(pattern));
                }
            }
        }
        Map<Path, Path> distinct = new LinkedHashMap<>();
        for (Path file : files) {
            distinct.putIfAbsent(file.toRealPath(), file);
        }
        return distinct.values();
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
    private List<String> alternatives(String part) {
        Matcher braces = BRACES.matcher(part);
        if (part.isEmpty() || existing(part) != null || !braces.find()) {
            return part.isEmpty() ? List.of() : List.of(part);
        }
        return Arrays.stream(braces.group(1).split(",", -1))
                .map(one -> part.substring(0, braces.start()) + one + part.substring(braces.end()))
                .flatMap(one -> alternatives(one).stream())
                .toList();
    }

    /** Blanks may be part of a name; if nothing has it, they separate patterns. */
    private List<Path> matches(String part) throws IOException {
        List<Path> whole = find(part);
        if (!whole.isEmpty()) {
            return whole;
        }
        List<Path> files = new ArrayList<>();
        String missing = null;
        for (String piece : part.split("\\s+")) {
            List<Path> found = find(piece);
            missing = missing == null && found.isEmpty() ? piece : missing;
            files.addAll(found);
        }
        if (missing == null) {
            return files;
        }
        String unmatched = files.isEmpty() ? part : missing;
        throw new IOException(
                AntPattern.hasWildcards(unmatched) || unmatched.endsWith("/")
                        ? "no " + (folders ? "folder with a Chart.yaml" : "file") + " in " + directory + " matches '"
                                + unmatched + "'"
                        : "'" + unmatched + "': no such " + (folders ? "folder" : "file") + " in " + directory);
    }

    private List<Path> find(String part) throws IOException {
        Path named = existing(part);
        if (named != null && Files.isDirectory(named) != folders) {
            throw new IOException("'" + part + "' is a "
                    + (folders
                            ? "file: name the chart's folder"
                            : "folder: package it with ociChartPackage and push the .tgz file that it makes"));
        }
        if (named != null) {
            return List.of(named);
        }
        if (!AntPattern.hasWildcards(part)) {
            return List.of();
        }
        AntPattern pattern = new AntPattern(part);
        if (folders) {
            Set<Path> found = pattern.find(directory, path -> Files.exists(path.resolve("Chart.yaml")));
            return found.stream().filter(folder -> !isInside(folder, found)).toList();
        }
        Set<Path> found = pattern.files(directory);
        return found.stream().filter(file -> !isProvenanceOf(file, found)).toList();
    }

    private static boolean isInside(Path folder, Set<Path> others) {
        Path parent = folder.getParent();
        return parent != null && (others.contains(parent) || isInside(parent, others));
    }

    /** A pattern such as {@code dist/*} takes in provenance files, which go with their chart. */
    private static boolean isProvenanceOf(Path file, Set<Path> found) {
        String name = file.getFileName().toString();
        return name.endsWith(".prov")
                && found.contains(file.resolveSibling(name.substring(0, name.length() - ".prov".length())));
    }

    private Path existing(String text) {
        try {
            Path path = directory.resolve(text).normalize();
            return Files.exists(path) ? path : null;
        } catch (InvalidPathException e) {
            return null; // a pattern, if the system allows no wildcard in a name
        }
    }
}

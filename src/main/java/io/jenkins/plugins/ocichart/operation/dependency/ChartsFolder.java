package io.jenkins.plugins.ocichart.operation.dependency;

import io.jenkins.plugins.ocichart.chart.ChartArchive;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.operation.Console;
import io.jenkins.plugins.ocichart.operation.Staging;
import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The archives in a chart's {@code charts/}. */
final class ChartsFolder {
    private static final Pattern LEFT_BY_HELM = Pattern.compile("tmpcharts-([0-9]{1,9})");

    private final Path folder;
    private final Console console;

    ChartsFolder(Path folder, Console console) throws IOException {
        this.folder = folder;
        this.console = console;
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IOException("\"" + folder + "\" is not a directory");
        }
    }

    Path path() {
        return folder;
    }

    /** Whether an archive is there with this SHA-256. */
    boolean has(String file, String sha256) throws IOException, InterruptedException {
        Path present = folder.resolve(file);
        return !sha256.isEmpty()
                && Files.isRegularFile(present)
                && ChartArchive.sha256(present).equals(sha256);
    }

    /**
     * The archives that Helm deletes: all that are no dependency any more. What isn't a chart is left alone, and mentioned.
     *
     * @param wanted the files that stay
     * @param inPlace the names of charts that have no repository, whose archives stay too
     */
    List<Path> outdated(Set<String> wanted, Set<String> inPlace) throws IOException {
        List<Path> outdated = new ArrayList<>();
        for (Path file : entries(folder)) {
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
                    || wanted.contains(file.getFileName().toString())) {
                continue;
            }
            try {
                if (!inPlace.contains(ChartArchive.metadata(file).name())) {
                    outdated.add(file);
                }
            } catch (ChartException e) {
                console.lines("Could not verify " + file + " for deletion: " + e.getMessage() + " (Skipping)");
            } catch (IOException e) {
                console.lines("Could not verify " + file + " for deletion: " + ErrorLine.reason(e) + " (Skipping)");
            }
        }
        return outdated;
    }

    /** Deletes archives; one that can't be deleted is mentioned, as by Helm. */
    void delete(List<Path> outdated) {
        if (!outdated.isEmpty()) {
            console.lines("Deleting outdated charts");
        }
        for (Path file : outdated) {
            try {
                Files.delete(file);
            } catch (IOException e) {
                console.lines("Could not delete " + file + ": " + ErrorLine.reason(e) + " (Skipping)");
            }
        }
    }

    /** Deletes what a run of Helm has left that ended too early: the next package would have it. */
    void deleteLeftovers() throws IOException {
        for (Path entry : entries(folder.getParent())) {
            Matcher name = LEFT_BY_HELM.matcher(entry.getFileName().toString());
            if (name.matches()
                    && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
                    && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                console.lines("Deleting " + entry.getFileName() + ", which an earlier run of Helm has left");
                Staging.deleteTree(entry);
            }
        }
    }

    private static List<Path> entries(Path folder) throws IOException {
        List<Path> entries = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
                stream.forEach(entries::add);
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
        entries.sort(null);
        return entries;
    }
}

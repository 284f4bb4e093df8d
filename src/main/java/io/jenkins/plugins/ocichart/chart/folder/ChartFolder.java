package io.jenkins.plugins.ocichart.chart.folder;

import io.jenkins.plugins.ocichart.chart.ChartFiles;
import io.jenkins.plugins.ocichart.chart.ChartMetadata;
import io.jenkins.plugins.ocichart.chart.LoadedChart;
import io.jenkins.plugins.ocichart.chart.archive.ChartArchiveWriter;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A chart in a folder, loaded as {@code helm package} does. Holds what its files say, not their contents, so the folder must
 * stay as it is until it is packed.
 *
 * @param chart what the files say; its lock is that of Chart.lock or requirements.lock
 * @param files the files that belong to the chart
 */
public record ChartFolder(LoadedChart chart, ChartFiles files) {
    /** The time of an archive's entries if the build names none: 1980, since some programs warn of files from 1970. */
    private static final Instant DEFAULT_TIME = Instant.parse("1980-01-01T00:00:00Z");

    /** Later times don't fit the header of a tar. */
    private static final long LATEST = 077777777777L;

    /**
     * The time of an archive's entries.
     *
     * @param epoch the variable {@code SOURCE_DATE_EPOCH}: seconds since 1970; null or empty for 1980
     * @throws IOException if it is something else, which Helm 4.3 refuses too
     */
    public static Instant time(String epoch) throws IOException {
        if (epoch == null || epoch.isEmpty()) {
            return DEFAULT_TIME;
        }
        if (!epoch.matches("[0-9]{1,11}") || Long.parseLong(epoch) > LATEST) {
            throw new IOException("invalid SOURCE_DATE_EPOCH: '" + epoch
                    + "' is no number of seconds since 1970 that an archive can hold");
        }
        return Instant.ofEpochSecond(Long.parseLong(epoch));
    }

    /**
     * Loads a folder.
     *
     * @param folder the chart's folder
     * @param workspace where links may lead to, besides the folder itself if that was named outside of it
     * @param warnings gets what Helm warns of, and rules of {@code .helmignore} that don't mean what they seem to
     * @throws ChartException for what Helm refuses, and for links out of the workspace; one line that names the file below the
     *     folder, but not the folder
     * @throws IOException if reading fails
     */
    public static ChartFolder load(Path folder, Path workspace, Set<String> warnings) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new ChartException(Files.exists(folder) ? "is no folder" : "no such folder");
        }
        Path inside = workspace.toRealPath();
        Path real = folder.toRealPath();
        boolean named = !absolute(folder).startsWith(absolute(workspace));
        if (!named && !real.startsWith(inside)) {
            throw new ChartException("is a link to " + real + ", which is outside of the workspace");
        }
        FolderFiles files = FolderFiles.of(folder, named ? List.of(inside, real) : List.of(inside), warnings);
        return new ChartFolder(LoadedChart.load(files, warnings), files);
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    /** What Chart.yaml says, and for a chart of Helm 2 requirements.yaml. */
    public ChartMetadata metadata() {
        return chart.metadata();
    }

    /** The same with another version or {@code appVersion}, see {@link ChartMetadata#with}. */
    public ChartFolder with(String version, String appVersion) throws ChartException {
        return new ChartFolder(chart.with(version, appVersion), files);
    }

    /** Helm's name for the archive. */
    public String archiveName() {
        return metadata().name() + "-" + metadata().version() + ".tgz";
    }

    /**
     * Writes the archive as {@code helm package} does; doesn't ask for dependencies.
     *
     * @param archive a file that isn't there yet; after a failure it is incomplete
     * @param time the time of all entries
     * @throws ChartException for what Helm refuses to save
     * @throws IOException if reading or writing fails
     */
    public void pack(Path archive, Instant time) throws IOException {
        try (OutputStream out =
                        new BufferedOutputStream(Files.newOutputStream(archive, StandardOpenOption.CREATE_NEW));
                ChartArchiveWriter tar = new ChartArchiveWriter(out, time)) {
            new ChartPacker(tar).pack(chart, files);
        }
    }
}

package io.jenkins.plugins.ocichart.operation.dependency;

import io.jenkins.plugins.ocichart.chart.ChartMetadata.Dependency;
import io.jenkins.plugins.ocichart.chart.folder.ChartFolder;
import io.jenkins.plugins.ocichart.chart.version.ChartVersion;
import io.jenkins.plugins.ocichart.chart.version.VersionConstraint;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.operation.UntrustedChart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Folders with charts: {@code file://}, relative to the chart's folder, from which archives are made, and those in
 * {@code charts/}, which stay where they are.
 *
 * @param chart the folder of the chart that depends on them
 * @param time the time of the entries of archives
 */
record FolderSource(Path chart, Path workspace, Set<String> warnings, Instant time) implements DependencySource {
    static final String SCHEME = "file://";

    @Override
    public Optional<Choice> newest(Dependency dependency, VersionConstraint range) throws IOException {
        boolean inPlace = dependency.repository().isEmpty();
        ChartFolder folder = folder(dependency);
        String version = folder.metadata().version();
        if (!range.matches(ChartVersion.loose(version).orElseThrow())) {
            if (inPlace) {
                throw new IOException("dependency " + dependency.name() + " at version " + version
                        + " does not satisfy the constraint " + dependency.version());
            }
            return Optional.empty();
        }
        return Optional.of(
                inPlace ? new Choice(dependency.version(), null) : new Choice(version, new Packed(folder, time)));
    }

    @Override
    public Choice locked(Dependency dependency) throws IOException {
        return newest(dependency, VersionConstraint.parse(dependency.version()))
                .orElseThrow(() -> new IOException("can't get a valid version for dependency " + dependency.name()
                        + ": " + dependency.repository() + " has another one than " + dependency.version()));
    }

    /** Helm's GetLocalPath, and what it loads there. */
    private ChartFolder folder(Dependency dependency) throws IOException {
        String path = dependency.repository().isEmpty()
                ? "charts/" + dependency.name()
                : dependency.repository().substring(SCHEME.length());
        Path folder;
        try {
            folder = chart.resolve(path).normalize();
        } catch (InvalidPathException e) {
            throw new IOException("dependency " + dependency.name() + ": '" + path + "' is no valid path", e);
        }
        if (!Files.exists(folder)) {
            throw new IOException("directory " + folder + " not found");
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException("dependency " + dependency.name() + ": " + folder + " is not a chart's folder");
        }
        try {
            return ChartFolder.load(folder, workspace, warnings);
        } catch (ChartException e) {
            throw new IOException("unable to load chart '" + folder + "': " + e.getMessage(), e);
        }
    }

    private record Packed(ChartFolder folder, Instant time) implements Archive {
        @Override
        public String file() {
            return folder.archiveName();
        }

        @Override
        public String sha256() {
            return "";
        }

        @Override
        public void fetch(Path file) throws IOException {
            folder.pack(file, time);
        }

        @Override
        public UntrustedChart untrusted(String sha256, boolean provenance) {
            return null;
        }
    }
}

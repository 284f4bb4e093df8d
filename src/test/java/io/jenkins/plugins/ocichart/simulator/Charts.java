package io.jenkins.plugins.ocichart.simulator;

import io.jenkins.plugins.ocichart.fixture.ChartArchiveBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** Small chart archives. */
final class Charts {
    private Charts() {}

    /** {@code NAME-VERSION.tgz} in a folder. */
    static Path write(Path folder, String name, String version) throws IOException {
        return write(folder, name, version, "A chart");
    }

    /** The same with a description, which makes it another one. */
    static Path write(Path folder, String name, String version, String description) throws IOException {
        Files.createDirectories(folder);
        Path file = new ChartArchiveBuilder()
                .file(
                        name + "/Chart.yaml",
                        "apiVersion: v2\nname: " + name + "\nversion: " + version + "\ndescription: " + description
                                + "\n")
                .file(name + "/values.yaml", "replicas: 1\n")
                .write(folder.resolve(name + "-" + version + ".tgz"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2024-05-06T07:08:09Z")));
        return file;
    }
}

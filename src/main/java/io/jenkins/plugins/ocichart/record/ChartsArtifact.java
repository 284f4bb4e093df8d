package io.jenkins.plugins.ocichart.record;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jenkins.util.BuildListenerAdapter;

/** The artifact {@value #NAME}: the charts that a build has pushed, for other programs. */
final class ChartsArtifact {
    static final String NAME = "oci-charts.json";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ChartsArtifact() {}

    /**
     * Archives the charts, in place of what the build had archived of them. Any artifact manager will do. The file is made
     * on the controller: an agent would have to load megabytes of Jenkins' classes only to send back what came from here.
     */
    static void archive(List<RecordedPush> charts, Run<?, ?> run, Launcher launcher, TaskListener listener)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("oci-charts");
        Path file = folder.resolve(NAME);
        try {
            List<?> entries = charts.stream().map(RecordedPush::toArtifactEntry).toList();
            Files.writeString(file, JSON.writeValueAsString(new Document(1, entries)) + '\n');
            archive(folder, NAME, run, launcher, listener);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    /** Archives a file of the controller. */
    static void archive(Path folder, String name, Run<?, ?> run, Launcher launcher, TaskListener listener)
            throws IOException, InterruptedException {
        run.pickArtifactManager()
                .archive(
                        new FilePath(folder.toFile()),
                        launcher,
                        BuildListenerAdapter.wrap(listener),
                        Map.of(name, name));
    }

    private record Document(int schemaVersion, List<?> charts) {}
}

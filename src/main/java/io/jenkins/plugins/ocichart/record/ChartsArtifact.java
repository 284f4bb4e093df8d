package io.jenkins.plugins.ocichart.record;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.slaves.WorkspaceList;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import jenkins.util.BuildListenerAdapter;

/** The artifact {@value #NAME}: the charts that a build has pushed, for other programs. */
final class ChartsArtifact {
    static final String NAME = "oci-charts.json";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ChartsArtifact() {}

    /** Archives the charts, in place of what the build had archived of them. Any artifact manager will do. */
    static void archive(
            List<PublishedChart> charts, Run<?, ?> run, FilePath workspace, Launcher launcher, TaskListener listener)
            throws IOException, InterruptedException {
        FilePath base = WorkspaceList.tempDir(workspace);
        if (base == null) {
            base = workspace;
        }
        String temporary = "oci-charts-" + UUID.randomUUID() + ".json";
        try {
            base.child(temporary).write(text(charts), "UTF-8");
            run.pickArtifactManager()
                    .archive(base, launcher, BuildListenerAdapter.wrap(listener), Map.of(NAME, temporary));
        } finally {
            base.child(temporary).delete();
        }
    }

    private static String text(List<PublishedChart> charts) throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schemaVersion", 1);
        document.put(
                "charts", charts.stream().map(PublishedChart::toArtifactEntry).toList());
        return JSON.writeValueAsString(document) + '\n';
    }
}

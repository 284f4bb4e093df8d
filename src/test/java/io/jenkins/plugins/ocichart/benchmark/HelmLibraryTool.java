package io.jenkins.plugins.ocichart.benchmark;

import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import java.nio.file.Path;
import java.util.List;

/**
 * Helm 3.21 as a library in this JVM: no process has to start. It has no pull; {@code show chart} takes its place, which
 * fetches the same three things and parses the archive.
 */
final class HelmLibraryTool implements Tool {
    @Override
    public String name() {
        return "Helm, library";
    }

    @Override
    public Action push(List<Path> archives, String host, String namespace) {
        return () -> {
            for (Path archive : archives) {
                EmbeddedHelm.push(archive, "oci://" + host + "/" + namespace);
            }
        };
    }

    @Override
    public Action pull(String host, String repository, String version, Path directory) {
        return () -> EmbeddedHelm.show("chart", "oci://" + host + "/" + repository, version);
    }
}

package jenkins.model;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.BuildListener;
import hudson.model.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import jenkins.util.VirtualFile;

/** Copies artifacts into the build's directory. */
public class StandardArtifactManager extends ArtifactManager {
    private final Run<?, ?> build;

    public StandardArtifactManager(Run<?, ?> build) {
        this.build = build;
    }

    @Override
    public void archive(FilePath workspace, Launcher launcher, BuildListener listener, Map<String, String> artifacts)
            throws IOException, InterruptedException {
        for (Map.Entry<String, String> artifact : artifacts.entrySet()) {
            Path target = build.getRootDir().toPath().resolve("archive").resolve(artifact.getKey());
            Files.createDirectories(target.getParent());
            Path source = Path.of(workspace.child(artifact.getValue()).getRemote());
            Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public VirtualFile root() {
        throw new UnsupportedOperationException("stand-in");
    }
}

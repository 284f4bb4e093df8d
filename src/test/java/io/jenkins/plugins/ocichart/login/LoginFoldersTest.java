package io.jenkins.plugins.ocichart.login;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.ocichart.fixture.TestRun;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginFoldersTest {
    private static final TaskListener LOG = () -> new PrintStream(OutputStream.nullOutputStream());
    private static final VirtualChannel CHANNEL = new VirtualChannel() {};

    private final LoginFolders folders = new LoginFolders();
    private Path folder;
    private TestRun run;

    @BeforeEach
    void logIn(@TempDir Path directory) throws Exception {
        folder = Files.createDirectories(directory.resolve("ociRegistryLogin-1"));
        run = TestRun.in(directory.resolve("build"));
        folders.add(new FilePath(folder.toFile()), run);
        // As after its job was renamed: nothing is found under the id that was written down.
        assertThat((Object) Run.fromExternalizableId(run.getExternalizableId())).isNull();
    }

    @Test
    void keepsTheFolderOfABlockThatRunsThoughItsJobWasRenamed() throws Exception {
        folders.sweep("", CHANNEL, LOG);

        assertThat(folder).isDirectory();
    }

    @Test
    void deletesTheFolderOfABuildThatWasKilled() throws Exception {
        run.end();

        folders.sweep("", CHANNEL, LOG);

        assertThat(folder).doesNotExist();
    }

    @Test
    void deletesTheFolderThatABlockCouldNotDelete() throws Exception {
        folders.abandon("ociRegistryLogin-1", new IOException("the agent is offline"));

        folders.sweep("", CHANNEL, LOG);

        assertThat(folder).doesNotExist();
    }

    /** Without a channel the path would be one of the controller's own disk. */
    @Test
    void deletesNothingOnANodeThatIsOfflineAgain() throws Exception {
        folders.abandon("ociRegistryLogin-1", new IOException("the agent is offline"));

        folders.sweep("", null, LOG);

        assertThat(folder).isDirectory();
    }
}

package io.jenkins.plugins.ocichart.operation.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PullPathsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "/", "/a", "a/", "a\0"})
    void aChartIsNotUnpackedIntoWhatIsNoFoldersName(String name) {
        assertThatThrownBy(() -> paths().requireFolderName(name))
                .hasMessage("failed to untar: chart name \"" + name + "\" can't be the name of a folder");
    }

    @Test
    void aChartIsNotUnpackedIntoWhatIsThere() throws Exception {
        Files.createFile(folder.resolve("web"));

        Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
        assertThatThrownBy(() -> paths().holds("web", unpacked))
                .hasMessage("failed to untar: a file or directory with the name " + folder.resolve("web")
                        + " already exists");
        assertThat(paths().holds("web2", unpacked)).isFalse();
    }

    private PullPaths paths() {
        return new PullPaths(Path.of(""), folder);
    }
}

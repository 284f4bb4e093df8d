package io.jenkins.plugins.ocichart.operation.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    private Path chart(String folder, String first, String second) throws Exception {
        Path templates = Files.createDirectories(folder.isEmpty() ? this.folder : this.folder.resolve(folder))
                .resolve("templates");
        Files.writeString(Files.createDirectories(templates).resolve("a.yaml"), first);
        Files.writeString(templates.resolve("b.yaml"), second);
        return templates.getParent();
    }

    @Test
    void aChartThatIsThereWithTheSameFilesStays() throws Exception {
        chart("web", "a", "b");

        assertThat(paths().holds("web", chart("unpacked", "a", "b"))).isTrue();
    }

    @Test
    void aChartThatIsThereWithOtherFilesIsInTheWay() throws Exception {
        chart("web", "a", "b");

        for (Path other : List.of(
                chart("other-from-the-first-byte", "a", "c"),
                chart("longer", "ab", "b"),
                chart("shorter", "", "b"),
                Files.writeString(chart("one-more", "a", "b").resolve("c"), "").getParent())) {
            assertThatThrownBy(() -> paths().holds("web", other)).hasMessageEndingWith("already exists");
        }
    }

    @Test
    void aNameIsFreeUnlessAFolderHasIt() throws Exception {
        Files.createDirectory(folder.resolve("web-1.0.0.tgz"));
        Files.createFile(folder.resolve("web-2.0.0.tgz"));

        assertThatThrownBy(() -> paths().requireFile("web-1.0.0.tgz"))
                .hasMessage("cannot write " + folder.resolve("web-1.0.0.tgz") + ": a folder has this name");
        paths().requireFile("web-2.0.0.tgz");
        paths().requireFile("web-3.0.0.tgz");
        paths().requireFolderName("web");
    }

    private PullPaths paths() {
        return new PullPaths(Path.of(""), folder);
    }
}

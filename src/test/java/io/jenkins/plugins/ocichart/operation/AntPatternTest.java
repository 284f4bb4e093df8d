package io.jenkins.plugins.ocichart.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.registry.logins.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Patterns with the roots of each system; what they match in a workspace is in ChartSelectionTest. */
class AntPatternTest {
    @TempDir
    Path directory;

    private Path archive;

    @BeforeEach
    void makeAnArchive() throws Exception {
        archive = Files.createFile(
                Files.createDirectories(directory.resolve("target/dist")).resolve("web-1.0.0.tgz"));
    }

    @ParameterizedTest
    @EnumSource
    void anAbsolutePatternBeginsAtTheRootWhateverTheSlashes(Platform platform) throws Exception {
        String folder = directory.toAbsolutePath().toString();
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));

        assertThat(new AntPattern(folder + "/*/dist/*.tgz", platform).files(elsewhere))
                .containsExactly(archive);
        assertThat(new AntPattern(folder.replace('/', '\\') + "\\**\\*.tgz", platform).files(elsewhere))
                .containsExactly(archive);
    }

    /** Linux takes the two slashes of a network share for one, so the files are found there too. */
    @Test
    void onWindowsANetworkShareIsARoot() throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        String share = "\\" + directory.toAbsolutePath().toString().replace('/', '\\');

        assertThat(new AntPattern(share + "\\**\\*.tgz", Platform.WINDOWS).files(elsewhere))
                .containsExactly(archive);
    }
}

package io.jenkins.plugins.ocichart.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.registry.logins.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
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

    @Test
    void aPatternHasOneOfTheWildcards() {
        assertThat(AntPattern.hasWildcards("dist/*.tgz")).isTrue();
        assertThat(AntPattern.hasWildcards("web-?.tgz")).isTrue();
        assertThat(AntPattern.hasWildcards("dist/[web].{tgz}")).isFalse();
    }

    @Test
    void aNameIsComparedAsARegularExpression() {
        assertThat("web-1.0.0.tgz").matches(AntPattern.regex("web-?.*.tgz"));
        assertThat("web-1x0").doesNotMatch(AntPattern.regex("web-1.0"));
        assertThat("a(b").matches(AntPattern.regex("a(b"));
        assertThat("ab").doesNotMatch(AntPattern.regex("a?b"));
    }

    private Set<Path> files(String pattern) throws Exception {
        return new AntPattern(pattern).files(directory);
    }

    @Test
    void aFolderWithASlashMeansAllBelowIt() throws Exception {
        Path notes = Files.createFile(directory.resolve("target/notes"));

        assertThat(files("target/")).containsExactly(archive, notes);
        assertThat(files("target/**")).containsExactly(archive, notes);
        assertThat(files("target")).isEmpty();
        assertThat(files("target/dist/")).containsExactly(archive);
    }

    @Test
    void aFileIsNoFolderThatSomethingIsIn() throws Exception {
        assertThat(files("target/dist/web-1.0.0.tgz/*")).isEmpty();
        assertThat(files("none/*")).isEmpty();
        assertThat(files("none/**/*.tgz")).isEmpty();
        assertThat(files("*/dist/none")).isEmpty();
    }

    @Test
    void aNameWithALineEndMatchesToo() throws Exception {
        Path odd = Files.createFile(directory.resolve("target/a\nb"));

        assertThat(files("target/a*b")).containsExactly(odd);
    }

    @Test
    void noFileHasANameThatTheSystemDoesNotAllow() throws Exception {
        assertThat(files("target/\0/*")).isEmpty();
    }

    @Test
    void whatIsWantedMayBeFolders() throws Exception {
        assertThat(new AntPattern("**/dist").find(directory, Files::isDirectory))
                .containsExactly(archive.getParent());
        assertThat(new AntPattern("*").find(directory, path -> true)).containsExactly(directory.resolve("target"));
    }
}
